package io.certfleet.command;

import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A step of a rotation that its host does: one of our documents is sent to many hosts at once, what became of it is recorded
 * host by host, and so are the answers. What is sent, and what an answer means, its service says.
 */
@ApplicationScoped
public class CommandStep {
    private static final Logger LOG = Logger.getLogger(CommandStep.class);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Failure failure;
    private final Redelivery redelivery;
    private final Answers answers;

    /** For CDI, and for tests with clients of their own. */
    public CommandStep(
            RunCommand runCommand, Inventory inventory, Failure failure, Redelivery redelivery, Answers answers) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.failure = failure;
        this.redelivery = redelivery;
        this.answers = answers;
    }

    /**
     * What all hosts are sent.
     *
     * @param head what every host reads, by name
     * @param mostHosts at most this many to a command
     */
    public record Script(Step step, Document document, Map<String, String> head, int mostHosts) {}

    /**
     * What one host is sent.
     *
     * @param remark for the log
     */
    public record Work(String rotationId, int attempt, Line line, String remark) {
        String hostId() {
            return line.hostId();
        }
    }

    /** Until when a command that is sent now may be delivered or run; later for a host that was not reached before. */
    public Instant until(boolean offline, Instant now) {
        return now.plus(runCommand.until(offline));
    }

    /** Sends what the messages ask for: only those of hosts that could not be sent anything are redelivered. */
    public void send(Script script, Map<QueueMessage, Work> work, Failures failures, Instant now) {
        Collection<Work> hosts = work.values();
        failures.unless(work.keySet(), () -> {
            Sent sent = runCommand.send(
                    script.document(),
                    script.head(),
                    hosts.stream().map(Work::line).toList(),
                    script.mostHosts());
            work.forEach(
                    (message, host) -> failures.unless(message, () -> record(message, script.step(), host, sent, now)));
        });
    }

    /** Writes down what became of one host; false if its message must be redelivered. */
    private boolean record(QueueMessage message, Step step, Work work, Sent sent, Instant now) {
        String hostId = work.hostId();
        String commandId = sent.commandIds().get(hostId);
        if (commandId != null) {
            inventory.write(Transitions.sent(
                    hostId,
                    work.rotationId(),
                    step,
                    work.attempt(),
                    commandId,
                    until(work.line().offline(), now)));
            LOG.infof(
                    "sent hostID=%s rotation=%s step=%s command=%s%s",
                    hostId, work.rotationId(), step.word(), commandId, work.remark());
            return true;
        }
        if (sent.offline().containsKey(hostId)) {
            underWay(work)
                    .ifPresent(host -> redelivery.unreachable(
                            host, host.rotation().orElseThrow(), sent.offline().get(hostId), now));
            return true;
        }
        Optional<String> refusal = sent.refusal(hostId);
        if (refusal.isPresent()) {
            underWay(work).ifPresent(host -> failure.fail(host, host.rotation().orElseThrow(), refusal.get(), now));
            return true;
        }
        LOG.errorf("not sent hostID=%s rotation=%s reason=%s", hostId, work.rotationId(), sent.delay(hostId));
        Optional<String> obstacle = sent.obstacle(hostId, message.receiveCount());
        obstacle.flatMap(_ -> underWay(work))
                .ifPresent(host -> failure.holdUp(host, host.rotation().orElseThrow(), obstacle.get(), now));
        return obstacle.isPresent();
    }

    private Optional<Host> underWay(Work work) {
        return inventory.find(work.hostId()).filter(host -> host.isUnderWay(work.rotationId()));
    }

    /** Takes the answers that these messages tell of, for rotations in one state: one read serves a command's hosts. */
    public <R extends Rotation> void answer(
            Map<QueueMessage, CommandFinished> finished,
            Class<R> state,
            Function<QueueMessage, Answers.Taker<R>> taker,
            Failures failures,
            Instant now) {
        Map<String, Map<QueueMessage, CommandFinished>> byCommand = new LinkedHashMap<>();
        finished.forEach((message, one) -> byCommand
                .computeIfAbsent(one.commandId(), _ -> new LinkedHashMap<>())
                .put(message, one));
        byCommand.forEach((commandId, messages) -> failures.unless(messages.keySet(), () -> {
            Map<String, Invocation> read = runCommand.answers(commandId);
            messages.forEach((message, one) ->
                    failures.unless(message, () -> answers.take(one, read, state, taker.apply(message), now)));
        }));
    }
}
