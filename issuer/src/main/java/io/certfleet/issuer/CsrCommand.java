package io.certfleet.issuer;

import io.certfleet.command.CommandStep;
import io.certfleet.command.Document;
import io.certfleet.command.RunCommand;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.rotation.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks claimed hosts for key and CSR, up to 50 with one command. */
@ApplicationScoped
class CsrCommand {
    private final CommandStep step;
    private final CommandStep.Script script;

    CsrCommand(CommandStep step, IssuerSettings settings) {
        this.step = step;
        this.script = new CommandStep.Script(
                Step.CSR_REQUESTED,
                document(settings),
                Map.of("validation", settings.validation()),
                RunCommand.MOST_HOSTS);
    }

    static Document document(IssuerSettings settings) {
        return new Document(
                settings.generateCsrDocument(),
                settings.generateCsrDocumentVersion(),
                settings.generateCsrDocumentHash());
    }

    /** Sends what the messages ask for. */
    void send(Map<QueueMessage, CsrRequest> requests, Failures failures, Instant now) {
        Map<QueueMessage, CommandStep.Work> work = new LinkedHashMap<>();
        requests.forEach((message, request) -> failures.unless(message, () -> {
            work.put(message, work(request, now));
            return true;
        }));
        step.send(script, work, failures, now);
    }

    private CommandStep.Work work(CsrRequest request, Instant now) {
        return new CommandStep.Work(
                request.rotationId(), request.attempt(), request.line(now, step.until(request.offline(), now)), "");
    }
}
