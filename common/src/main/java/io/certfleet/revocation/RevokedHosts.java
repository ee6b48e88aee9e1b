package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps out hosts that are revoked, whatever their rows say by now: a row may have been put again, or restored. The
 * issuer then makes the row say so, and has revoked what it lists.
 */
@ApplicationScoped
public class RevokedHosts {
    private static final Logger LOG = Logger.getLogger(RevokedHosts.class);

    private final Revocations revocations;
    private final Outbox outbox;

    /** For CDI, and for tests with a queue of their own. */
    public RevokedHosts(Revocations revocations, Outbox outbox) {
        this.revocations = revocations;
        this.outbox = outbox;
    }

    /** Whether nothing may be done for this host. */
    public boolean bars(String hostId, Instant now) {
        return revocations.find(hostId).filter(record -> record.bars(now)).isPresent();
    }

    /** The same; then the issuer has been asked to revoke it again. */
    public boolean keepOut(String hostId, Instant now) {
        return keepOut(revocations.find(hostId), now);
    }

    /** The same, of a record that was read already. */
    public boolean keepOut(Optional<RevocationRecord> record, Instant now) {
        Optional<RevocationRecord> barring = record.filter(known -> known.bars(now));
        barring.ifPresent(known -> {
            LOG.warnf(
                    "kept out hostID=%s reason=it was revoked at %s, and nobody has readmitted it",
                    known.hostId(), known.revokedAt().orElseThrow());
            outbox.send(QueueName.ISSUE, List.of(Outgoing.now(known.again(now))));
        });
        return barring.isPresent();
    }

    /** Has the issuer revoke a certificate that bears the host's name and that nobody of ours can use. */
    public void revoke(String hostId, ListedCertificate certificate, Instant requestedAt) {
        outbox.send(
                QueueName.ISSUE,
                List.of(Outgoing.now(new RevocationDue(
                        hostId,
                        Optional.of(certificate.serial()),
                        false,
                        new RevocationDue.Request(RevocationReason.UNSPECIFIED, requestedAt, false, "none"),
                        List.of(certificate),
                        List.of(),
                        0))));
    }
}
