package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Lifecycle.Status;
import io.certfleet.standin.tags.Tags;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** One CA and what its owner and its users do with it. */
final class Authority {
    private final CaIdentity ca;
    private final String arn;
    private final CaSettings settings;
    private final CaState state;
    private final Issuances issuances;
    private final Issuer issuer;
    private final Revoker revoker;
    private final CrlStore store;
    private final Clock clock;
    private final Tags tags = new Tags(Tags.Spelling.ACM_PCA);

    Authority(
            CaIdentity ca,
            String arn,
            CaSettings settings,
            CaState state,
            Issuances issuances,
            Issuer issuer,
            Revoker revoker,
            CrlStore store,
            Clock clock) {
        this.ca = ca;
        this.arn = arn;
        this.settings = settings;
        this.state = state;
        this.issuances = issuances;
        this.issuer = issuer;
        this.revoker = revoker;
        this.store = store;
        this.clock = clock;
    }

    String arn() {
        return arn;
    }

    CaIdentity identity() {
        return ca;
    }

    Issuer issuer() {
        return issuer;
    }

    Tags tags() {
        return tags;
    }

    ObjectNode describe() {
        return new CaDescription(ca, arn, settings.account(), state.configuration(), state.lifecycle())
                .json(clock.instant());
    }

    /** GetCertificateAuthorityCsr. */
    ObjectNode csr() {
        if (state.lifecycle().at(clock.instant()) == Status.CREATING) {
            throw new AwsError(400, "RequestInProgressException", "The certificate authority is still being created.");
        }
        state.require(clock.instant(), "get the CSR of", Status.PENDING_CERTIFICATE, Status.ACTIVE, Status.DISABLED);
        return Json.object().put("Csr", ca.request());
    }

    /** GetCertificateAuthorityCertificate. */
    ObjectNode certificate() {
        state.require(clock.instant(), "get the certificate of", Status.ACTIVE, Status.DISABLED);
        ObjectNode answer = Json.object().put("Certificate", ca.chain().pem());
        // A root CA has no chain.
        ca.chain().above().ifPresent(chain -> answer.put("CertificateChain", chain));
        return answer;
    }

    /** IssueCertificate. */
    ObjectNode issue(Call call) {
        return Json.object().put("CertificateArn", issuer.issue(call));
    }

    /** GetCertificate. */
    ObjectNode get(String certificateArn) {
        state.require(
                clock.instant(), "get certificates of", Status.PENDING_CERTIFICATE, Status.ACTIVE, Status.DISABLED);
        BigInteger serial = new BigInteger(certificateArn.substring(certificateArn.lastIndexOf('/') + 1), 16);
        Issuance issuance = issuances
                .find(serial)
                .filter(found -> found.arn().equals(certificateArn))
                .orElseThrow(() -> PrivateCa.notFound(certificateArn));
        if (issuance.failed()) {
            throw new AwsError(400, "RequestFailedException", "The issuance of " + issuance.arn() + " failed.");
        }
        byte[] der = issuance.der()
                .orElseThrow(() -> new AwsError(
                        400, "RequestInProgressException", "The certificate is still being issued: " + issuance.arn()));
        ObjectNode answer = Json.object().put("Certificate", Pem.of("CERTIFICATE", der));
        // Behind a self-signed certificate there is nothing.
        if (ca.hasCertificate() && !ca.certificate().getSerialNumber().equals(serial)) {
            answer.put("CertificateChain", ca.chain().behind());
        }
        return answer;
    }

    /** RevokeCertificate. */
    void revoke(Call call) {
        state.require(clock.instant(), "revoke certificates of", Status.ACTIVE, Status.DISABLED);
        revoker.revoke(call);
    }

    /** ImportCertificateAuthorityCertificate. */
    void importCertificate(JsonNode request) {
        CaChain chain = CaChain.imported(
                decoded(request, "Certificate"),
                request.hasNonNull("CertificateChain")
                        ? Optional.of(new String(decoded(request, "CertificateChain"), StandardCharsets.US_ASCII))
                        : Optional.empty(),
                ca,
                state.configuration());
        activate(chain);
    }

    void activate(CaChain chain) {
        state.imported(clock.instant());
        ca.install(chain);
    }

    private static byte[] decoded(JsonNode request, String field) {
        try {
            return Base64.getDecoder().decode(request.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "SerializationException", field + " is not base64.");
        }
    }

    /** UpdateCertificateAuthority. */
    void update(JsonNode request) {
        state.lifecycle().requireUpdatable(clock.instant());
        if (request.hasNonNull("RevocationConfiguration")) {
            CaConfiguration changed = state.configuration().withRevocation(request.path("RevocationConfiguration"));
            changed.crl().ifPresent(crl -> crl.requireAccess(store, arn));
            state.configure(changed);
        }
        if (request.hasNonNull("Status")) {
            state.updated(request.path("Status").asText(), clock.instant());
        }
    }

    /** DeleteCertificateAuthority. */
    void delete(JsonNode request) {
        int days = request.path("PermanentDeletionTimeInDays").asInt(30);
        if (days < 7 || days > 30) {
            throw new AwsError(400, "ValidationException", "PermanentDeletionTimeInDays is 7 to 30, not " + days);
        }
        state.deleted(days, clock.instant());
    }

    /** RestoreCertificateAuthority. */
    void restore() {
        state.restored(ca.hasCertificate(), clock.instant());
    }
}
