package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.CRLReason;

/** RevokeCertificate: once per certificate, with an event and, later, a CRL. */
final class Revoker {
    private static final Pattern SERIAL = Pattern.compile("[0-9a-fA-F]{1,40}");
    private static final Map<String, Integer> REASONS = Map.of(
            "UNSPECIFIED", CRLReason.unspecified,
            "KEY_COMPROMISE", CRLReason.keyCompromise,
            "CERTIFICATE_AUTHORITY_COMPROMISE", CRLReason.cACompromise,
            "AFFILIATION_CHANGED", CRLReason.affiliationChanged,
            "SUPERSEDED", CRLReason.superseded,
            "CESSATION_OF_OPERATION", CRLReason.cessationOfOperation,
            "PRIVILEGE_WITHDRAWN", CRLReason.privilegeWithdrawn,
            "A_A_COMPROMISE", CRLReason.aACompromise);

    private final Authority authority;
    private final Issuances issuances;
    private final Ledger ledger;
    private final CrlPublisher crl;
    private final Surroundings around;

    Revoker(Authority authority, Issuances issuances, Ledger ledger, CrlPublisher crl, Surroundings around) {
        this.authority = authority;
        this.issuances = issuances;
        this.ledger = ledger;
        this.crl = crl;
        this.around = around;
    }

    /** Revokes the certificate of a serial, in hexadecimal with or without colons. */
    void revoke(Call call) {
        JsonNode request = call.json();
        String reason = request.path("RevocationReason").asText();
        Integer number = REASONS.get(reason);
        if (number == null) {
            throw new AwsError(400, "ValidationException", "RevocationReason is not one of the known: " + reason);
        }
        String digits = request.path("CertificateSerial").asText().replace(":", "");
        if (!SERIAL.matcher(digits).matches()) {
            throw new AwsError(400, "InvalidRequestException", "CertificateSerial is not hexadecimal: " + digits);
        }
        BigInteger serial = new BigInteger(digits, 16);
        Instant now = around.now().truncatedTo(ChronoUnit.SECONDS);
        Issuance revoked = revoke(serial, new Issuance.Revocation(now, number));
        ledger.revoked(around.now(), revoked, reason, call.caller());
        around.later()
                .after(
                        Duration.ZERO,
                        "announcing a revocation",
                        () -> around.tell(
                                "Certificate Revocation",
                                List.of(authority.arn(), revoked.arn()),
                                Json.object().put("result", "success")));
        crl.certificateRevoked();
    }

    private Issuance revoke(BigInteger serial, Issuance.Revocation revocation) {
        if (authority.identity().isOwn(serial)) {
            throw new AwsError(400, "InvalidRequestException", "Self-signed certificate can not be revoked");
        }
        if (issuances.find(serial).filter(found -> !found.failed()).isEmpty()) {
            throw new AwsError(
                    400, "ResourceNotFoundException", "This CA issued no certificate " + serial.toString(16) + ".");
        }
        return issuances.change(serial, issuance -> {
            if (issuance.der().isEmpty()) {
                throw new AwsError(400, "RequestInProgressException", "The certificate is still being issued.");
            }
            if (issuance.revocation().isPresent()) {
                throw new AwsError(
                        400, "RequestAlreadyProcessedException", "The certificate has already been revoked.");
            }
            return issuance.revoked(revocation);
        });
    }
}
