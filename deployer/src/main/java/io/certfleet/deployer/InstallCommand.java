package io.certfleet.deployer;

import io.certfleet.command.CommandStep;
import io.certfleet.command.Document;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.rotation.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends certificates to their hosts, up to 20 with one command. */
@ApplicationScoped
class InstallCommand {
    /** About eighteen certificates of EC keys, by an RSA CA, fit into one payload with their chain. */
    static final int MOST_HOSTS = 20;

    private final CommandStep step;
    private final DeployerSettings settings;

    InstallCommand(CommandStep step, DeployerSettings settings) {
        this.step = step;
        this.settings = settings;
    }

    static Document document(DeployerSettings settings) {
        return new Document(
                settings.installCertificateDocument(),
                settings.installCertificateDocumentVersion(),
                settings.installCertificateDocumentHash());
    }

    /** Sends what the messages ask for. */
    void send(Map<QueueMessage, Installation> installations, Failures failures, Instant now) {
        // One chain serves a command; a CA that was renewed in between has two.
        Map<String, Map<QueueMessage, CommandStep.Work>> byChain = new LinkedHashMap<>();
        installations.forEach((message, installation) -> failures.unless(message, () -> {
            byChain.computeIfAbsent(installation.certificate().chainPem(), _ -> new LinkedHashMap<>())
                    .put(message, work(installation));
            return true;
        }));
        byChain.forEach((chain, work) -> step.send(script(chain), work, failures, now));
    }

    private CommandStep.Script script(String chainPem) {
        Map<String, String> head = Map.of(
                "validation", settings.validation(),
                "proofSpread", Long.toString(settings.proofSpread().toSeconds()),
                "trustAnchorArn", settings.trustAnchorArn(),
                "chain",
                        Base64.getEncoder()
                                .encodeToString((chainPem.strip() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new CommandStep.Script(Step.INSTALLING, document(settings), head, MOST_HOSTS);
    }

    private CommandStep.Work work(Installation installation) {
        return new CommandStep.Work(
                installation.rotationId(),
                installation.attempt(),
                installation.line(),
                " serial=" + installation.certificate().serial());
    }
}
