package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Lifecycle.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.cert.X509CertificateHolder;

/** IssueCertificate: checks at once, signs a little later, and then says so by an event. */
final class Issuer {
    private final CaIdentity ca;
    private final String caArn;
    private final CaSettings settings;
    private final CaState state;
    private final Issuances issuances;
    private final Ledger ledger;
    private final CrlPublisher crl;
    private final Clock clock;
    private final EventSink events;
    private final Later later;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger failures = new AtomicInteger();

    Issuer(
            CaIdentity ca,
            String caArn,
            CaSettings settings,
            CaState state,
            Issuances issuances,
            Ledger ledger,
            CrlPublisher crl,
            Clock clock,
            EventSink events,
            Later later) {
        this.ca = ca;
        this.caArn = caArn;
        this.settings = settings;
        this.state = state;
        this.issuances = issuances;
        this.ledger = ledger;
        this.crl = crl;
        this.clock = clock;
        this.events = events;
        this.later = later;
    }

    /** The ARN of the certificate that will be. */
    String issue(Call call) {
        JsonNode request = call.json();
        Instant now = clock.instant();
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
        Template template = Template.of(text(request, "TemplateArn"), caArn.split(":", 3)[1]);
        requireState(template, now);
        Passthrough passthrough = Passthrough.of(request.path("ApiPassthrough"), template);
        String signingAlgorithm = request.path("SigningAlgorithm").asText();
        if (!ca.signsWith(signingAlgorithm)) {
            throw new AwsError(
                    400,
                    "InvalidArgsException",
                    "The signing algorithm " + signingAlgorithm + " does not match the CA's key of " + ca.keyAlgorithm()
                            + ".");
        }
        boolean shortLived = state.configuration().shortLived();
        Instant latest = template.selfSigned()
                ? Instant.MAX
                : ca.certificate().getNotAfter().toInstant();
        ValidityPeriod validity = ValidityPeriod.of(request, now, latest, shortLived && !template.selfSigned());
        SigningRequest csr = SigningRequest.of(request.path("Csr").asText());
        if (csr.nameless()
                && passthrough.subject().isEmpty()
                && passthrough.alternativeNames().isEmpty()) {
            throw SigningRequest.malformed("it has neither subject nor subject alternative name");
        }
        BigInteger serial = new BigInteger(128, random);
        return template.ca()
                ? caCertificate(new CaCertificate(serial, template, csr, validity, signingAlgorithm), shortLived)
                : new EndEntity(serial, template, csr, passthrough, validity, signingAlgorithm);
    }

    private CaCertificate caCertificate(CaCertificate wanted, boolean shortLived) {
        if (wanted.template().selfSigned() && !wanted.request().publicKey().equals(ca.publicKey())) {
            throw SigningRequest.malformed("a self-signed certificate is for the CA's own key");
        }
        // A short-lived CA must be the last in its hierarchy (user guide, "Understanding private CA modes").
        if (!wanted.template().selfSigned() && shortLived) {
            throw new AwsError(400, "InvalidArgsException", "A CA in SHORT_LIVED_CERTIFICATE mode signs no other CA.");
        }
        return wanted;
    }

    // Without a certificate a CA signs its own and nothing else.
    private void requireState(Template template, Instant now) {
        if (template.selfSigned()) {
            state.requireSigning(now, Status.PENDING_CERTIFICATE, Status.ACTIVE);
        } else {
            state.requireSigning(now, Status.ACTIVE);
        }
    }

    private Issuance begin(ToBeSigned wanted, String caller, Optional<String> token) {
        later.after(settings.issueDelay(), "signing a certificate", () -> finish(wanted));
        return new Issuance(
                wanted.serial(),
                caArn + "/certificate/" + Issuance.hex(wanted.serial()),
                caller,
                token,
                Optional.empty(),
                false,
                wanted.validity().notAfter(),
                Optional.empty());
    }

    private void finish(ToBeSigned wanted) {
        if (failures.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
            announce(issuances.change(wanted.serial(), Issuance::asFailed).arn(), "failure");
            return;
        }
        try {
            X509CertificateHolder certificate = wanted.sign(ca, crl.address());
            byte[] der = certificate.getEncoded();
            Path copy = settings.folder().resolve("certificates").resolve(Issuance.hex(wanted.serial()) + ".pem");
            Files.writeString(copy, Pem.of("CERTIFICATE", der) + "\n");
            // The ledger first: whoever can get a certificate must find it there.
            ledger.issued(clock.instant(), issuances.find(wanted.serial()).orElseThrow(), certificate);
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
        events.emit(
                "aws.acm-pca",
                "ACM Private CA Certificate Issuance",
                List.of(caArn, arn),
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
