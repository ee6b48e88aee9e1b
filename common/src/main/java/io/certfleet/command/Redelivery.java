package io.certfleet.command;

import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Has a rotation's command sent again, by message. The sweep does the same where that message is lost.
 *
 * <p>A host that is not reached always has a command that waits for it, or is asked about every quarter of an hour, so it
 * is served within minutes once it is back. Where two commands wait for one host both scripts run, one after the other
 * under the host's lock, with one result: the second changes nothing, and only the answer to the row's own command counts.
 */
@ApplicationScoped
public class Redelivery {
    /** SQS's longest delay: after a try that no command has waited for. */
    private static final Duration PAUSE = Duration.ofSeconds(Outgoing.LONGEST_DELAY);

    // By which Systems Manager's clock may be before ours.
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Unreachable unreachable;
    private final Outbox outbox;

    /** For CDI, and for tests with clients of their own. */
    public Redelivery(Unreachable unreachable, Outbox outbox) {
        this.unreachable = unreachable;
        this.outbox = outbox;
    }

    /**
     * The rotation's current command did not reach the host, or none could be sent: that is recorded, and the next one
     * sent; at once if this one has waited for the host, else after a pause.
     */
    public void unreachable(Host host, Rotation rotation, String details, Instant now) {
        unreachable.record(host, rotation, details, now);
        again(host, rotation, hasWaited(rotation, now) ? Duration.ZERO : PAUSE);
    }

    private static boolean hasWaited(Rotation rotation, Instant now) {
        Instant until = rotation.commandUntil().orElse(rotation.stepAt().plus(PAUSE));
        return rotation.commandId().isPresent() && !now.isBefore(until.minus(CLOCKS));
    }

    /** The same after a quarter of an hour. */
    void later(Host host, Rotation rotation) {
        again(host, rotation, PAUSE);
    }

    void again(Host host, Rotation rotation, Duration pause) {
        NextAttempt next = NextAttempt.of(host, rotation);
        int seconds = (int) (pause.compareTo(PAUSE) < 0 ? pause : PAUSE).toSeconds();
        outbox.send(next.queue(), List.of(Outgoing.later(next.message(), seconds)));
    }
}
