package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Lifecycle.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;

/** IssueCertificate: checks at once, signs a little later, and then says so by an event. */
final class Issuer {
    private final Authority authority;
    private final CaIdentity ca;
    private final Issuances issuances;
    private final Ledger ledger;
    private final CrlPublisher crl;
    private final Surroundings around;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger failures = new AtomicInteger();

    Issuer(Authority authority, Issuances issuances, Ledger ledger, CrlPublisher crl, Surroundings around) {
        this.authority = authority;
        this.ca = authority.identity();
        this.issuances = issuances;
        this.ledger = ledger;
        this.crl = crl;
        this.around = around;
    }

    /** The ARN of the certificate that will be. */
    String issue(Call call) {
        JsonNode request = call.json();
        Instant now = around.now();
        Optional<String> token = text(request, "IdempotencyToken");
        if (token.isPresent() && (token.get().isEmpty() || token.get().length() > 36)) {
            throw new AwsError(400, "ValidationException", "IdempotencyToken must have 1 to 36 characters.");
        }
        ToBeSigned wanted = wanted(request, now);
        return issuances
                .begin(token, now, () -> begin(wanted, call.caller(), token))
                .arn();
    }

    private ToBeSigned wanted(JsonNode request, Instant now) {
        Template template =
                Template.of(text(request, "TemplateArn"), authority.arn().split(":", 3)[1]);
        requireState(template, now);
        Optional<X500Name> subject = Passthrough.subject(request.path("ApiPassthrough"), template);
        String signingAlgorithm = request.path("SigningAlgorithm").asText();
        if (!ca.signsWith(signingAlgorithm)) {
            throw new AwsError(
                    400,
                    "InvalidArgsException",
                    "The signing algorithm " + signingAlgorithm + " does not match the CA's key of " + ca.keyAlgorithm()
                            + ".");
        }
        boolean own = template.selfSigned();
        Instant latest = own ? Instant.MAX : ca.certificate().getNotAfter().toInstant();
        boolean shortLived = authority.state().configuration().shortLived();
        ValidityPeriod validity = ValidityPeriod.of(request, now, latest, shortLived && !own);
        SigningRequest csr = SigningRequest.of(request.path("Csr").asText());
        if (csr.nameless() && subject.isEmpty()) {
            throw SigningRequest.malformed("it has neither subject nor subject alternative name");
        }
        BigInteger serial = new BigInteger(128, random);
        if (!own) {
            return new EndEntity(serial, template, csr, subject, validity, signingAlgorithm);
        }
        if (!csr.publicKey().equals(ca.publicKey())) {
            throw SigningRequest.malformed("a self-signed certificate is for the CA's own key");
        }
        return new RootCertificate(serial, csr, validity, signingAlgorithm);
    }

    // Without a certificate a CA signs its own and nothing else.
    private void requireState(Template template, Instant now) {
        if (template.selfSigned()) {
            authority.state().requireSigning(now, Status.PENDING_CERTIFICATE, Status.ACTIVE);
        } else {
            authority.state().requireSigning(now, Status.ACTIVE);
        }
    }

    private Issuance begin(ToBeSigned wanted, String caller, Optional<String> token) {
        around.later().after(CaSettings.ISSUE_DELAY, "signing a certificate", () -> finish(wanted));
        return Issuance.of(
                wanted,
                authority.arn() + "/certificate/" + Issuance.hex(wanted.serial()),
                new Issuance.Asked(caller, token));
    }

    private void finish(ToBeSigned wanted) {
        if (failures.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            announce(issuances.change(wanted.serial(), Issuance::asFailed).arn(), "failure");
            return;
        }
        try {
            X509CertificateHolder certificate = wanted.sign(ca, crl.address());
            byte[] der = certificate.getEncoded();
            Path copy = around.file("certificates").resolve(Issuance.hex(wanted.serial()) + ".pem");
            Files.writeString(copy, Pem.of("CERTIFICATE", der) + "\n");
            // The ledger first: whoever can get a certificate must find it there.
            ledger.issued(around.now(), issuances.find(wanted.serial()).orElseThrow(), certificate);
            announce(
                    issuances
                            .change(wanted.serial(), issuance -> issuance.signed(der))
                            .arn(),
                    "success");
        } catch (IOException e) {
            throw new UncheckedIOException("keeping certificate " + Issuance.hex(wanted.serial()), e);
        }
        if (wanted.onCrl()) {
            crl.certificateIssued();
        }
    }

    private void announce(String arn, String result) {
        around.tell(
                "Certificate Issuance",
                List.of(authority.arn(), arn),
                Json.object().put("result", result));
    }

    /** Lets so many issuances fail that the CA has accepted but not yet signed. */
    void failNext(int count) {
        failures.addAndGet(count);
    }

    private static Optional<String> text(JsonNode request, String field) {
        return Optional.of(request.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
