package io.certfleet.crlsync;

import io.certfleet.message.Message.CertificateRevoked;
import io.certfleet.message.Serial;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes good a revocation event that got lost, of which nothing else in the account tells: what a CRL is the first to list
 * is sent to the deployer in its place. Of what it has heard already the deployer takes no notice.
 */
@ApplicationScoped
class NewlyRevoked {
    private static final Logger LOG = Logger.getLogger(NewlyRevoked.class);
    private static final int MOST = 1000;

    private final Outbox outbox;
    private final String caArn;

    NewlyRevoked(Outbox outbox, CrlSettings settings) {
        this.outbox = outbox;
        this.caArn = settings.caArn();
    }

    /** Before Roles Anywhere gets the newest: afterwards, nothing would be new any more. */
    void announce(RevocationList newest, Optional<RevocationList> current) {
        Map<Serial, Instant> revoked = newest.revoked();
        current.ifPresent(before -> revoked.keySet().removeAll(before.revoked().keySet()));
        if (revoked.size() > MOST) {
            // An existing CA's first CRL may list thousands, and they would keep it from being put; of many hosts at
            // once
            // not every event gets lost.
            LOG.warnf("not announced count=%d reason=too many at once", revoked.size());
            return;
        }
        send(revoked);
    }

    /** All that it lists: the table is older than it. */
    void announce(RevocationList list) {
        send(list.revoked());
        LOG.infof("announced number=%s entries=%d", list.number(), list.entries());
    }

    private void send(Map<Serial, Instant> revoked) {
        List<Outgoing> messages = revoked.entrySet().stream()
                .map(entry -> Outgoing.now(
                        new CertificateRevoked(caArn + "/certificate/" + entry.getKey(), entry.getValue())))
                .toList();
        outbox.send(QueueName.CERTIFICATE, messages);
    }
}
