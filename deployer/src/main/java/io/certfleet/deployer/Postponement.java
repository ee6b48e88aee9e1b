package io.certfleet.deployer;

import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Goes on with a certificate that its host could not prove now ("later": Roles Anywhere had no time for it, or was not
 * reached). That is not a failure, the next attempt comes by message; but a host that defers it for an hour will not
 * fix itself, and its current certificate runs out meanwhile: the operators are notified.
 */
@ApplicationScoped
class Postponement {
    private static final Logger LOG = Logger.getLogger(Postponement.class);
    private static final Duration FIRST_DELAY = Duration.ofMinutes(1);
    // Longer than throttling of a whole fleet's proofs lasts, and short beside the third of a life that is left.
    // Told by the clock, not by attempts: their pace is the queue's.
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Inventory inventory;
    private final Failure failure;
    private final Outbox outbox;

    Postponement(Inventory inventory, Failure failure, Outbox outbox) {
        this.inventory = inventory;
        this.failure = failure;
        this.outbox = outbox;
    }

    /** Has the certificate tried again after a while. */
    void goOn(Host host, Rotation.Installing rotation, String why, Instant now) {
        int delay = (int) Math.min(Outgoing.LONGEST_DELAY, FIRST_DELAY.toSeconds() << Math.min(4, rotation.attempts()));
        LOG.infof("later hostID=%s rotation=%s seconds=%d reason=%s", host.hostId(), rotation.id(), delay, why);
        if (rotation.delay().postponedSince().isEmpty()) {
            inventory.write(Transitions.postponed(host, rotation, now));
        } else if (!rotation.delay().isNotified()
                && isLong(rotation.delay().postponedSince().get(), now)) {
            failure.postpone(
                    host,
                    rotation,
                    "deferred since " + rotation.delay().postponedSince().get() + ": " + why,
                    now.plusSeconds(delay));
        }
        outbox.send(
                QueueName.CERTIFICATE,
                List.of(Outgoing.later(new InstallDue(host.hostId(), rotation.id(), rotation.attempts() + 1), delay)));
    }

    private static boolean isLong(Instant since, Instant now) {
        return !now.isBefore(since.plus(PATIENCE));
    }
}
