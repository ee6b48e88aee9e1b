package io.certfleet.command;

import io.certfleet.inventory.Inventory;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Records that a script was broken off: by a reboot, for want of memory or time. That says nothing about the host's
 * settings or key, so there is no back-off and nobody is notified; but a host on which it goes on cannot be served.
 */
@ApplicationScoped
public class Interruption {
    private static final Logger LOG = Logger.getLogger(Interruption.class);
    /** So many in a row count as a failure: with the pauses between them 22 minutes. */
    static final int MOST = 5;

    // The command itself waits for a host that is still starting; each pause is four times the one before.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(20);

    private final Inventory inventory;

    /** For CDI, and for tests with a table of their own. */
    public Interruption(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Whether this answer is one interruption too many. */
    static boolean isFailure(Rotation rotation) {
        return count(rotation) >= MOST;
    }

    /** Records it, once for an answer, and tells how long to wait before the command is sent again. */
    Duration record(Host host, Rotation rotation, Invocation answer) {
        int count = count(rotation);
        String why = "interrupted (" + count + " in a row), and tried again: " + answer.reason();
        inventory.write(Transitions.interrupted(host, rotation, answer.commandId(), count, why));
        LOG.warnf(
                "interrupted hostID=%s rotation=%s step=%s reason=%s",
                host.hostId(), rotation.id(), rotation.step().word(), why);
        return FIRST_PAUSE.multipliedBy(1L << (2 * (count - 1)));
    }

    /** The host gave an answer of another kind: what came before was not in a row with what may come. */
    void forget(Host host, Rotation rotation) {
        if (rotation.attempt().interruptions() > 0) {
            inventory.write(Transitions.uninterrupted(host, rotation));
        }
    }

    private static int count(Rotation rotation) {
        // A copy of the event finds its own answer counted.
        return rotation.attempt().interruptedBy().equals(rotation.commandId())
                ? rotation.attempt().interruptions()
                : rotation.attempt().interruptions() + 1;
    }
}
