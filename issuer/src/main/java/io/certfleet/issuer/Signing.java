package io.certfleet.issuer;

import io.certfleet.authority.Idempotency;
import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Serial;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.CertificateTerms;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.LastError;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import io.certfleet.rotation.UnexpiredCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Has a CSR signed, once: the key is written down before the CA is asked, the certificate's ARN after.
 *
 * <p>A refusal issues nothing, so the intent is taken back and the CA may be asked whenever it has time. Only the one
 * request that wrote the intent ({@code rotation.issueRequestId}) may do so. Another delivery of the same message that finds the
 * intent removes {@code requestId} before it asks, and neither takes it back then: one may have been granted what the other was
 * refused. An intent is therefore older than every request in doubt, and the window is reckoned from it.
 */
@ApplicationScoped
class Signing {
    private static final Logger LOG = Logger.getLogger(Signing.class);
    // Of the 20 receives that a message has: 6 minutes in a container, 24 on Lambda. A CA that has no time for a moment
    // is asked again by then; one that is disabled or at its quota would fill the dead-letter queue with every host.
    static final int PATIENCE = 8;

    private final Inventory inventory;
    private final Revocations revocations;
    private final RevokedHosts revokedHosts;
    private final CertificateAuthority authority;
    private final Failure failure;
    private final IssuerSettings settings;
    private final Clock clock;

    Signing(
            Inventory inventory,
            Revocations revocations,
            RevokedHosts revokedHosts,
            CertificateAuthority authority,
            Failure failure,
            IssuerSettings settings,
            Clock clock) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.revokedHosts = revokedHosts;
        this.authority = authority;
        this.failure = failure;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Asks for the host's certificate; false if that must be tried again.
     *
     * @param receives how often the message that asks was received: a CA that refuses for long is left to the sweep
     */
    boolean sign(Host host, Rotation.CsrRequested rotation, CertificateSigningRequest csr, int receives) {
        Optional<RevocationRecord> record = revocations.find(host.hostId());
        if (revokedHosts.keepOut(record, clock.instant())) {
            return true;
        }
        if (rotation.keyDigest().isEmpty()) {
            Instant intentAt = clock.instant();
            String requestId = UUID.randomUUID().toString();
            return intend(host, rotation, csr, requestId, intentAt)
                    && issue(host, record, rotation, csr, Optional.of(requestId), intentAt, receives);
        }
        if (!rotation.keyDigest().get().equals(csr.keyDigest())) {
            LOG.warnf(
                    "left hostID=%s rotation=%s reason=the host answers with another key",
                    host.hostId(), rotation.id());
            return true;
        }
        return join(host, rotation, rotation.caRequest().flatMap(Rotation.CaRequest::requestId))
                && issue(host, record, rotation, csr, Optional.empty(), rotation.stepAt(), receives);
    }

    /** Whether the CA may be asked again without a second certificate. */
    static boolean mayAskAgain(Instant intentAt, Instant now) {
        return !now.isAfter(intentAt.plus(Idempotency.REPEATABLE));
    }

    private boolean intend(
            Host host, Rotation rotation, CertificateSigningRequest csr, String requestId, Instant intentAt) {
        return inventory.write(Transitions.askedCa(host, rotation, csr.keyDigest(), requestId, intentAt));
    }

    private boolean isDisabled(Host host) {
        return inventory.find(host.hostId()).filter(Host::enabled).isEmpty();
    }

    /** From now on nobody takes this intent back; false if somebody just did. One without {@code requestId} stays anyway. */
    private boolean join(Host host, Rotation rotation, Optional<String> requestId) {
        return requestId.isEmpty() || inventory.write(Transitions.askedCaAgain(host, rotation, requestId.get()));
    }

    private void takeBack(Host host, Rotation rotation, String requestId) {
        inventory.write(Transitions.takenBack(host, rotation, requestId));
    }

    private boolean issue(
            Host host,
            Optional<RevocationRecord> record,
            Rotation rotation,
            CertificateSigningRequest csr,
            Optional<String> requestId,
            Instant intentAt,
            int receives) {
        // Now, not when the batch began: those before this one may have taken minutes.
        if (!mayAskAgain(intentAt, clock.instant())) {
            LOG.infof(
                    "left hostID=%s rotation=%s reason=it waits to be adopted by its event",
                    host.hostId(), rotation.id());
            return true;
        }
        CertificateTerms terms = rotation.begun().terms().orElseGet(() -> Terms.of(host.hostId(), settings));
        String arn;
        try {
            arn = authority.issue(terms, csr.pem(), token(rotation.id(), csr.keyDigest()), intentAt);
        } catch (CertificateAuthority.RefusedException e) {
            inventory
                    .find(host.hostId())
                    .filter(current -> current.isUnderWay(rotation.id()))
                    .ifPresent(current ->
                            failure.end(current, current.rotation().orElseThrow(), e.getMessage(), clock.instant()));
            if (isDisabled(host)) {
                // Disabled meanwhile: nothing is recorded, and nothing was issued.
                requestId.ifPresent(own -> takeBack(host, rotation, own));
            }
            return true;
        } catch (CertificateAuthority.NotNowException e) {
            LOG.warnf("not issued hostID=%s rotation=%s reason=%s", host.hostId(), rotation.id(), e.getMessage());
            requestId.ifPresent(own -> takeBack(host, rotation, own));
            if (requestId.isEmpty() || receives < PATIENCE) {
                return false;
            }
            String why = LastError.of("the CA refuses: " + e.getMessage());
            LOG.errorf("held up hostID=%s rotation=%s reason=%s", host.hostId(), rotation.id(), why);
            failure.holdUp(host, rotation, why, clock.instant());
            return true;
        }
        Serial serial = Serial.ofArn(arn);
        ListedCertificate certificate =
                new ListedCertificate(serial, intentAt.plus(terms.validity()), Optional.of(arn));
        // Beside the row first: the row may be deleted, and a revocation that is handled by then must reach it.
        boolean isBarred = revocations
                .change(host.hostId(), record, clock.instant(), known -> known.withIssued(certificate, intentAt))
                .bars(clock.instant());
        boolean recorded = inventory.write(Transitions.issued(
                host, rotation, new UnexpiredCertificate(serial, certificate.notAfter(), arn), intentAt));
        LOG.infof(
                "issued hostID=%s rotation=%s serial=%s%s",
                host.hostId(),
                rotation.id(),
                serial,
                recorded ? "" : " reason=its event was faster, or the rotation ended");
        if (isBarred || (!recorded && isUnclaimed(host.hostId(), rotation, csr.keyDigest()))) {
            // Revoked or deleted while the CA signed: nobody will have it installed.
            revokedHosts.revoke(host.hostId(), certificate, clock.instant());
        }
        return true;
    }

    /** Whether the row that asked for it is gone, or was put again and knows nothing of it. */
    private boolean isUnclaimed(String hostId, Rotation rotation, String keyDigest) {
        return inventory
                .find(hostId)
                .filter(current -> current.isUnderWay(rotation.id())
                        || current.lastRotation().equals(Optional.of(rotation.id()))
                        || current.hasOrphaned(keyDigest))
                .isEmpty();
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
