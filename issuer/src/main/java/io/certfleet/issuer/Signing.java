package io.certfleet.issuer;

import io.certfleet.inventory.Failure;
import io.certfleet.inventory.Host;
import io.certfleet.inventory.HostState;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Step;
import io.certfleet.inventory.UnexpiredCertificate;
import io.certfleet.inventory.Update;
import io.certfleet.message.Serial;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/** Has a CSR signed, once: the key is written down before the CA is asked, the certificate's ARN after. */
@ApplicationScoped
class Signing {
    private static final Logger LOG = Logger.getLogger(Signing.class);
    /** The CA's idempotency token holds five minutes; a minute of it is left for the call itself. */
    static final Duration REPEATABLE = Duration.ofMinutes(4);

    private final Inventory inventory;
    private final CertificateAuthority authority;
    private final Failure failure;
    private final Duration validity;

    Signing(Inventory inventory, CertificateAuthority authority, Failure failure, IssuerSettings settings) {
        this.inventory = inventory;
        this.authority = authority;
        this.failure = failure;
        this.validity = settings.validity();
    }

    /** Asks for the host's certificate; false if that must be tried again. */
    boolean sign(Host host, Rotation rotation, CertificateSigningRequest csr, Instant now) {
        if (rotation.keyDigest().isEmpty()) {
            return intend(host, rotation, csr, now) && issue(host, rotation, csr, now, now);
        }
        if (!rotation.keyDigest().get().equals(csr.keyDigest())) {
            LOG.warnf(
                    "left hostID=%s rotation=%s reason=the host answers with another key",
                    host.hostId(), rotation.id());
            return true;
        }
        if (!mayAskAgain(rotation.stepAt(), now)) {
            LOG.infof(
                    "left hostID=%s rotation=%s reason=it waits to be adopted by its event",
                    host.hostId(), rotation.id());
            return true;
        }
        return issue(host, rotation, csr, rotation.stepAt(), now);
    }

    /** Whether the CA may be asked again without a second certificate. */
    static boolean mayAskAgain(Instant intentAt, Instant now) {
        return !now.isAfter(intentAt.plus(REPEATABLE));
    }

    private boolean intend(Host host, Rotation rotation, CertificateSigningRequest csr, Instant now) {
        Update update = Update.of(host.hostId())
                .during(rotation.id(), Step.CSR_REQUESTED)
                .whenAbsent("rotation.keyDigest")
                .set("rotation.keyDigest", csr.keyDigest())
                .set("rotation.stepAt", now);
        if (host.state() == HostState.OFFLINE) {
            // It has just answered.
            update.set("state", (host.expiry().isPresent() ? HostState.ACTIVE : HostState.NEW).word());
        }
        return inventory.write(update);
    }

    private boolean issue(Host host, Rotation rotation, CertificateSigningRequest csr, Instant intentAt, Instant now) {
        String arn;
        try {
            arn = authority.issue(host.hostId(), csr.pem(), token(rotation.id(), csr.keyDigest()), intentAt);
        } catch (CertificateAuthority.RefusedException e) {
            inventory
                    .find(host.hostId())
                    .filter(current -> current.isUnderWay(rotation.id()))
                    .ifPresent(
                            current -> failure.end(current, current.rotation().orElseThrow(), e.getMessage(), now));
            return true;
        }
        Serial serial = Serial.ofArn(arn);
        boolean recorded = inventory.write(Update.of(host.hostId())
                .during(rotation.id(), Step.CSR_REQUESTED)
                .whenAbsent("rotation.certificateArn")
                .set("rotation.step", Step.ISSUED.word())
                .set("rotation.stepAt", intentAt)
                .set("rotation.certificateArn", arn)
                .addUnexpired(new UnexpiredCertificate(serial, intentAt.plus(validity), arn)));
        LOG.infof(
                "issued hostID=%s rotation=%s serial=%s%s",
                host.hostId(),
                rotation.id(),
                serial,
                recorded ? "" : " reason=its event was faster, or the rotation ended");
        return true;
    }

    /** The same for every repetition of one rotation's request with one key, and for nothing else; 36 characters at most. */
    static String token(String rotationId, String keyDigest) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((rotationId + keyDigest).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 18);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
