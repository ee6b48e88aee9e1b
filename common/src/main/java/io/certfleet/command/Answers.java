package io.certfleet.command;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Unreachable;
import io.certfleet.message.Message.CommandFinished;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Brings a host's answer to the rotation that waits for it. Whose answer it is comes from Systems Manager's instance id
 * and the row's command, never from the output.
 */
@ApplicationScoped
public class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Unreachable unreachable;

    /** Answers of this Run Command, for the rotations of this inventory. */
    public Answers(RunCommand runCommand, Inventory inventory, Unreachable unreachable) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.unreachable = unreachable;
    }

    /** Takes the answer of a script that ran to its end, whether well or not; false if the message must come back. */
    @FunctionalInterface
    public interface Taker {
        boolean take(Host host, Rotation rotation, Invocation answer);
    }

    /** All answers of one command: one read serves up to 50 hosts. */
    public Map<String, Invocation> read(String commandId) {
        return runCommand.answers(commandId);
    }

    /**
     * Takes one answer; false if the message must come back. An answer that no rotation waits for is left, one of a host
     * that was not reached is recorded.
     */
    public boolean take(
            CommandFinished finished,
            Map<String, Invocation> answers,
            Predicate<Rotation> waits,
            Taker taker,
            Instant now) {
        Optional<Host> host = inventory.find(finished.hostId());
        Optional<Rotation> rotation = host.flatMap(Host::rotation).filter(waits);
        if (rotation.isEmpty()) {
            return stale(finished, "no rotation waits for it");
        }
        Optional<String> commandId = rotation.get().commandId();
        if (commandId.isEmpty()) {
            // The event overtook the write of the command id, or a crash lost it; then the command is sent anew.
            return false;
        }
        if (!commandId.get().equals(finished.commandId())) {
            return stale(finished, "another command serves it");
        }
        Invocation answer = answers.get(finished.hostId());
        // The event can be faster than Systems Manager's own list.
        if (answer == null || answer.outcome() == Invocation.Outcome.UNDER_WAY) {
            return false;
        }
        if (answer.outcome() == Invocation.Outcome.UNREACHABLE) {
            unreachable.record(host.orElseThrow(), rotation.get(), answer.details(), now);
            return true;
        }
        return taker.take(host.orElseThrow(), rotation.get(), answer);
    }

    private static boolean stale(CommandFinished finished, String why) {
        LOG.infof("stale hostID=%s command=%s reason=%s", finished.hostId(), finished.commandId(), why);
        return true;
    }
}
