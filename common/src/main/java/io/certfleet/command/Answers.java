package io.certfleet.command;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings a host's answer to the rotation that waits for it. Whose answer it is comes from Systems Manager's instance id
 * and the row's command, never from the output. Where there is no answer, or none of the host's own, the command is sent
 * again.
 */
@ApplicationScoped
public class Answers {
    private static final Logger LOG = Logger.getLogger(Answers.class);
    // AWS refuses requests of a clock that is five minutes off (Signature Version 4), so ours is not further from its.
    private static final Duration SKEW = Duration.ofMinutes(5);
    // Systems Manager takes a moment to write down that a command's time is over.
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Interruption interruption;
    private final Redelivery redelivery;

    /** Answers of this Run Command, for the rotations of this inventory. */
    public Answers(RunCommand runCommand, Inventory inventory, Interruption interruption, Redelivery redelivery) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.interruption = interruption;
        this.redelivery = redelivery;
    }

    /** Takes the answer of a script that ran to its end, well or not; false if the message must be redelivered. */
    @FunctionalInterface
    public interface Taker<R extends Rotation> {
        boolean take(Host host, R rotation, Invocation answer);
    }

    /**
     * Takes one answer to a rotation in this state; false if the message must be redelivered. An answer that nothing
     * waits for is left, one of a host that was not reached is recorded.
     */
    <R extends Rotation> boolean take(
            CommandFinished finished, Map<String, Invocation> answers, Class<R> state, Taker<R> taker, Instant now) {
        Optional<Host> host = inventory.find(finished.hostId());
        Optional<R> rotation = host.flatMap(Host::rotation)
                .filter(state::isInstance)
                .map(state::cast)
                .filter(waiting -> !waiting.paused());
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
        Optional<Invocation> answer = Optional.ofNullable(answers.get(finished.hostId()));
        if (!host.get().enabled() && answer.filter(Answers::isOfTheScript).isEmpty()) {
            return stale(finished, "the host is not enabled; the sweep goes on when it is");
        }
        return take(host.get(), rotation.get(), answer, taker, now);
    }

    private <R extends Rotation> boolean take(
            Host host, R rotation, Optional<Invocation> answer, Taker<R> taker, Instant now) {
        if (answer.isEmpty() || answer.get().ending().outcome() == Invocation.Outcome.UNDER_WAY) {
            return withoutAnswer(host, rotation, answer, now);
        }
        if (answer.get().requestedAt().isBefore(intent(rotation).minus(SKEW))) {
            // The row is older than it says, restored from a backup perhaps: this command was not sent for its step.
            LOG.warnf(
                    "not taken hostID=%s command=%s reason=it was sent at %s, before its step began",
                    host.hostId(), answer.get().commandId(), answer.get().requestedAt());
            redelivery.again(host, rotation, Duration.ZERO);
            return true;
        }
        return switch (answer.get().ending().outcome()) {
            case UNDER_WAY -> throw new IllegalStateException("an answer that is under way was taken for one");
            case SUCCEEDED, FAILED -> hand(host, rotation, answer.get(), taker);
            case INTERRUPTED -> {
                if (Interruption.isFailure(rotation)) {
                    yield taker.take(host, rotation, inFull(answer.get()));
                }
                redelivery.again(host, rotation, interruption.record(host, rotation, answer.get()));
                yield true;
            }
            case WITHHELD -> {
                LOG.warnf(
                        "withheld hostID=%s command=%s reason=%s",
                        host.hostId(), answer.get().commandId(), answer.get().reason());
                redelivery.later(host, rotation);
                yield true;
            }
            case UNREACHABLE -> {
                redelivery.unreachable(host, rotation, answer.get().ending().details(), now);
                yield true;
            }
        };
    }

    /** The script ran to its end: what it has done is true of a disabled host, too. */
    private static boolean isOfTheScript(Invocation answer) {
        return answer.ending().outcome() == Invocation.Outcome.SUCCEEDED
                || answer.ending().outcome() == Invocation.Outcome.FAILED;
    }

    private <R extends Rotation> boolean hand(Host host, R rotation, Invocation answer, Taker<R> taker) {
        Invocation whole = inFull(answer);
        interruption.forget(host, rotation);
        return taker.take(host, rotation, whole);
    }

    private Invocation inFull(Invocation answer) {
        return answer.isCut() ? runCommand.whole(answer) : answer;
    }

    /** The event can be faster than Systems Manager's own list; but what has no answer in its time will have none. */
    private boolean withoutAnswer(Host host, Rotation rotation, Optional<Invocation> answer, Instant now) {
        if (now.isBefore(end(rotation).plus(GRACE))) {
            return false;
        }
        String details = answer.map(one -> one.ending().details() + " beyond its time")
                .orElse("Systems Manager has nothing of the command");
        redelivery.unreachable(host, rotation, details, now);
        return true;
    }

    /** Runs of generate-csr for one rotation have one answer; an installation counts from its current attempt on. */
    private static Instant intent(Rotation rotation) {
        return rotation.step() == Step.CSR_REQUESTED ? rotation.startedAt() : rotation.stepAt();
    }

    private Instant end(Rotation rotation) {
        return rotation.commandUntil().orElseGet(() -> rotation.stepAt().plus(runCommand.until(false)));
    }

    private static boolean stale(CommandFinished finished, String why) {
        LOG.infof("stale hostID=%s command=%s reason=%s", finished.hostId(), finished.commandId(), why);
        return true;
    }
}
