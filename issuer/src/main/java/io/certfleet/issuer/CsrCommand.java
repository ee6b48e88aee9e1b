package io.certfleet.issuer;

import io.certfleet.command.Document;
import io.certfleet.command.Redelivery;
import io.certfleet.command.RunCommand;
import io.certfleet.command.Sent;
import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Step;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks claimed hosts for key and CSR, up to 50 with one command, and records the command that serves each. */
@ApplicationScoped
class CsrCommand {
    private static final Logger LOG = Logger.getLogger(CsrCommand.class);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Failure failure;
    private final Redelivery redelivery;
    private final Document document;
    private final String validation;

    CsrCommand(
            RunCommand runCommand,
            Inventory inventory,
            Failure failure,
            Redelivery redelivery,
            IssuerSettings settings) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.failure = failure;
        this.redelivery = redelivery;
        this.document = document(settings);
        this.validation = settings.validation();
    }

    static Document document(IssuerSettings settings) {
        return new Document(
                settings.generateCsrDocument(),
                settings.generateCsrDocumentVersion(),
                settings.generateCsrDocumentHash());
    }

    /**
     * Sends what the messages ask for, and records it host by host: the messages of those that could not be sent anything
     * come back, and no other.
     */
    void send(Map<QueueMessage, CsrRequest> requests, Failures failures, Instant now) {
        Sent sent = runCommand.send(
                document,
                List.of(),
                requests.values().stream()
                        .map(request -> request.line(validation, now, now.plus(runCommand.until(request.offline()))))
                        .toList(),
                RunCommand.MOST_HOSTS);
        requests.forEach((message, request) -> failures.unless(message, () -> record(message, request, sent, now)));
    }

    /** Writes down what became of one host; false if its message must come back. */
    private boolean record(QueueMessage message, CsrRequest request, Sent sent, Instant now) {
        String hostId = request.hostId();
        String commandId = sent.commandIds().get(hostId);
        if (commandId != null) {
            inventory.write(Transitions.sent(
                    hostId,
                    request.rotationId(),
                    Step.CSR_REQUESTED,
                    request.attempt(),
                    commandId,
                    now.plus(runCommand.until(request.offline()))));
            LOG.infof(
                    "csr requested hostID=%s rotation=%s command=%s",
                    request.hostId(), request.rotationId(), commandId);
            return true;
        }
        if (sent.offline().containsKey(hostId)) {
            underWay(request)
                    .ifPresent(host -> redelivery.unreachable(
                            host, host.rotation().orElseThrow(), sent.offline().get(hostId), now));
            return true;
        }
        Optional<String> refusal = sent.refusal(hostId);
        if (refusal.isPresent()) {
            underWay(request)
                    .ifPresent(host -> failure.end(host, host.rotation().orElseThrow(), refusal.get(), now));
            return true;
        }
        LOG.errorf("not sent hostID=%s rotation=%s reason=%s", hostId, request.rotationId(), sent.delay(hostId));
        Optional<String> obstacle = sent.obstacle(hostId, message.receiveCount());
        obstacle.flatMap(_ -> underWay(request))
                .ifPresent(host -> failure.holdUp(host, host.rotation().orElseThrow(), obstacle.get(), now));
        return obstacle.isPresent();
    }

    private Optional<Host> underWay(CsrRequest request) {
        return inventory.find(request.hostId()).filter(host -> host.isUnderWay(request.rotationId()));
    }
}
