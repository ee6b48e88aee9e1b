package io.certfleet.deployer;

import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Has a host that can never install its certificate, because it has lost the key, make a new one at once: another rotation takes
 * the place of this one. Once since the host's last success: what loses its key again, such as two machines that answer
 * to one id, waits for the back-off. The certificate stays in {@code unexpired}; it needs no revocation, since its key
 * never left the host.
 *
 * <p>One message for one answer, and the issuer gives each its place in the pace: a site that was restored from snapshots
 * asks for no more at once than any other.
 */
@ApplicationScoped
class NewKey {
    private static final Logger LOG = Logger.getLogger(NewKey.class);

    private final Inventory inventory;
    private final Failure failure;
    private final Outbox outbox;

    NewKey(Inventory inventory, Failure failure, Outbox outbox) {
        this.inventory = inventory;
        this.failure = failure;
        this.outbox = outbox;
    }

    /** Takes the host's answer; one that comes again asks for the same rotation, and the claim begins it once. */
    void ask(Host host, Rotation rotation, String why, Instant now) {
        String reason = "install-certificate: only a new key helps: " + why;
        if (!host.onlyNewKeyHelps(rotation.id())) {
            if (host.failed().needsNewKey().isPresent()) {
                failure.end(host, rotation, reason + " (again, since its last success)", now);
                return;
            }
            // The sweep closes a rotation that is marked so, should the message get lost.
            if (!inventory.write(Transitions.needsNewKey(host, rotation, reason))) {
                throw new IllegalStateException(
                        "the row of " + host.hostId() + " changed meanwhile; the message is redelivered");
            }
            LOG.warnf("new key hostID=%s rotation=%s reason=%s", host.hostId(), rotation.id(), why);
        }
        outbox.send(
                QueueName.ISSUE,
                List.of(Outgoing.now(new RenewalDue(
                        host.hostId(),
                        rotationAfter(rotation.id()),
                        new RenewalDue.Seen(host.serial(), host.state().word(), false, Optional.of(rotation.id())),
                        new RenewalDue.Cause(reason, now, false, false),
                        0,
                        Optional.empty()))));
    }

    /** The same, however often the answer comes. */
    private static String rotationAfter(String rotationId) {
        return UUID.nameUUIDFromBytes(("a new key after " + rotationId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
