package io.certfleet.issuer;

import io.certfleet.command.Document;
import io.certfleet.command.RunCommand;
import io.certfleet.command.Sent;
import io.certfleet.inventory.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Step;
import io.certfleet.inventory.Update;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Asks claimed hosts for key and CSR, up to 50 with one command, and records the command that serves each. */
@ApplicationScoped
class CsrCommand {
    private static final Logger LOG = Logger.getLogger(CsrCommand.class);

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Failure failure;
    private final Document document;
    private final String validation;

    CsrCommand(RunCommand runCommand, Inventory inventory, Failure failure, IssuerSettings settings) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.failure = failure;
        this.document = document(settings);
        this.validation = settings.validation();
    }

    static Document document(IssuerSettings settings) {
        return new Document(
                settings.generateCsrDocument(),
                settings.generateCsrDocumentVersion(),
                settings.generateCsrDocumentHash());
    }

    /** Sends what the messages ask for; answers those that must come back, because their hosts could not be sent anything. */
    Set<QueueMessage> send(Map<QueueMessage, CsrRequest> requests, Instant now) {
        Sent sent = runCommand.send(
                document,
                List.of(),
                requests.values().stream()
                        .map(request -> request.line(validation))
                        .toList(),
                RunCommand.MOST_HOSTS);
        Set<QueueMessage> back = new HashSet<>();
        requests.forEach((message, request) -> {
            String commandId = sent.commandIds().get(request.hostId());
            if (commandId == null) {
                sent.refusal(request.hostId(), message.receiveCount())
                        .ifPresentOrElse(reason -> refused(request, reason, now), () -> back.add(message));
                return;
            }
            inventory.write(Update.of(request.hostId())
                    .during(request.rotationId(), Step.CSR_REQUESTED)
                    .when("rotation.attempts", request.attempt())
                    .set("rotation.commandId", commandId));
            LOG.infof(
                    "csr requested hostID=%s rotation=%s command=%s",
                    request.hostId(), request.rotationId(), commandId);
        });
        if (!back.isEmpty()) {
            LOG.errorf("not sent hosts=%d reason=every one is denied: %s", back.size(), sent.doubted());
        }
        return back;
    }

    private void refused(CsrRequest request, String reason, Instant now) {
        inventory
                .find(request.hostId())
                .filter(host -> host.isUnderWay(request.rotationId()))
                .ifPresent(host -> failure.end(host, host.rotation().orElseThrow(), reason, now));
    }
}
