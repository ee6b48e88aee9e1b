package io.certfleet.deployer;

import io.certfleet.command.Document;
import io.certfleet.command.RunCommand;
import io.certfleet.command.Sent;
import io.certfleet.inventory.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Step;
import io.certfleet.inventory.Update;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Sends certificates to their hosts, up to 20 with one command, and records the command that serves each. */
@ApplicationScoped
class InstallCommand {
    private static final Logger LOG = Logger.getLogger(InstallCommand.class);
    /** Twenty certificates of the largest keys and their chain fit into one payload. */
    static final int MOST_HOSTS = 20;

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Failure failure;
    private final DeployerSettings settings;
    private final Document document;

    InstallCommand(RunCommand runCommand, Inventory inventory, Failure failure, DeployerSettings settings) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.failure = failure;
        this.settings = settings;
        this.document = document(settings);
    }

    static Document document(DeployerSettings settings) {
        return new Document(
                settings.installCertificateDocument(),
                settings.installCertificateDocumentVersion(),
                settings.installCertificateDocumentHash());
    }

    /** Sends what the messages ask for; answers those that must come back, because their hosts could not be sent anything. */
    Set<QueueMessage> send(Map<QueueMessage, Installation> installations, Instant now) {
        // One chain serves a command; a CA that was renewed in between has two.
        Map<String, Map<QueueMessage, Installation>> byChain = new HashMap<>();
        installations.forEach((message, installation) -> byChain.computeIfAbsent(
                        installation.certificate().chainPem(), _ -> new LinkedHashMap<>())
                .put(message, installation));
        Set<QueueMessage> back = new HashSet<>();
        byChain.forEach((chain, hosts) -> back.addAll(send(chain, hosts, now)));
        return back;
    }

    private Set<QueueMessage> send(String chainPem, Map<QueueMessage, Installation> installations, Instant now) {
        String head = "all " + settings.trustAnchorArn() + " "
                + Base64.getEncoder().encodeToString((chainPem.strip() + "\n").getBytes(StandardCharsets.US_ASCII));
        long spread = settings.proofSpread().toSeconds();
        Sent sent = runCommand.send(
                document,
                List.of(head),
                installations.values().stream()
                        .map(installation -> installation.line(settings.validation(), spread))
                        .toList(),
                MOST_HOSTS);
        Set<QueueMessage> back = new HashSet<>();
        installations.forEach((message, installation) -> {
            String commandId = sent.commandIds().get(installation.hostId());
            if (commandId == null) {
                sent.refusal(installation.hostId(), message.receiveCount())
                        .ifPresentOrElse(reason -> refused(installation, reason, now), () -> back.add(message));
                return;
            }
            inventory.write(Update.of(installation.hostId())
                    .during(installation.rotationId(), Step.INSTALLING)
                    .when("rotation.attempts", installation.attempt())
                    .set("rotation.commandId", commandId));
            LOG.infof(
                    "install requested hostID=%s rotation=%s command=%s serial=%s",
                    installation.hostId(),
                    installation.rotationId(),
                    commandId,
                    installation.certificate().serial());
        });
        if (!back.isEmpty()) {
            LOG.errorf("not sent hosts=%d reason=every one is denied: %s", back.size(), sent.doubted());
        }
        return back;
    }

    private void refused(Installation installation, String reason, Instant now) {
        inventory
                .find(installation.hostId())
                .filter(host -> host.isUnderWay(installation.rotationId()))
                .ifPresent(host -> failure.pause(host, host.rotation().orElseThrow(), reason, now));
    }
}
