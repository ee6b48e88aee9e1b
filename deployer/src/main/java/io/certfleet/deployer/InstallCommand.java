package io.certfleet.deployer;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends certificates to their hosts, up to 20 with one command, and records the command that serves each. */
@ApplicationScoped
class InstallCommand {
    private static final Logger LOG = Logger.getLogger(InstallCommand.class);
    /** About sixteen certificates of EC keys and their chain fit into one payload, of RSA keys fewer: it is more commands then. */
    static final int MOST_HOSTS = 20;

    private final RunCommand runCommand;
    private final Inventory inventory;
    private final Failure failure;
    private final Redelivery redelivery;
    private final DeployerSettings settings;
    private final Document document;

    InstallCommand(
            RunCommand runCommand,
            Inventory inventory,
            Failure failure,
            Redelivery redelivery,
            DeployerSettings settings) {
        this.runCommand = runCommand;
        this.inventory = inventory;
        this.failure = failure;
        this.redelivery = redelivery;
        this.settings = settings;
        this.document = document(settings);
    }

    static Document document(DeployerSettings settings) {
        return new Document(
                settings.installCertificateDocument(),
                settings.installCertificateDocumentVersion(),
                settings.installCertificateDocumentHash());
    }

    /**
     * Sends what the messages ask for, and records it host by host: the messages of those that could not be sent anything
     * come back, and no other.
     */
    void send(Map<QueueMessage, Installation> installations, Failures failures, Instant now) {
        // One chain serves a command; a CA that was renewed in between has two.
        Map<String, Map<QueueMessage, Installation>> byChain = new HashMap<>();
        installations.forEach((message, installation) -> byChain.computeIfAbsent(
                        installation.certificate().chainPem(), _ -> new LinkedHashMap<>())
                .put(message, installation));
        byChain.forEach((chain, hosts) -> failures.unless(hosts.keySet(), () -> send(chain, hosts, failures, now)));
    }

    private void send(String chainPem, Map<QueueMessage, Installation> installations, Failures failures, Instant now) {
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
        installations.forEach(
                (message, installation) -> failures.unless(message, () -> record(message, installation, sent, now)));
    }

    /** Writes down what became of one host; false if its message must come back. */
    private boolean record(QueueMessage message, Installation installation, Sent sent, Instant now) {
        String hostId = installation.hostId();
        String commandId = sent.commandIds().get(hostId);
        if (commandId != null) {
            inventory.write(Transitions.sent(
                    hostId,
                    installation.rotationId(),
                    Step.INSTALLING,
                    installation.attempt(),
                    commandId,
                    now.plus(runCommand.until(installation.offline()))));
            LOG.infof(
                    "install requested hostID=%s rotation=%s command=%s serial=%s",
                    installation.hostId(),
                    installation.rotationId(),
                    commandId,
                    installation.certificate().serial());
            return true;
        }
        if (sent.offline().containsKey(hostId)) {
            underWay(installation)
                    .ifPresent(host -> redelivery.unreachable(
                            host, host.rotation().orElseThrow(), sent.offline().get(hostId), now));
            return true;
        }
        Optional<String> refusal = sent.refusal(hostId);
        if (refusal.isPresent()) {
            underWay(installation)
                    .ifPresent(host -> failure.pause(host, host.rotation().orElseThrow(), refusal.get(), now));
            return true;
        }
        LOG.errorf("not sent hostID=%s rotation=%s reason=%s", hostId, installation.rotationId(), sent.delay(hostId));
        Optional<String> obstacle = sent.obstacle(hostId, message.receiveCount());
        obstacle.flatMap(_ -> underWay(installation))
                .ifPresent(host -> failure.holdUp(host, host.rotation().orElseThrow(), obstacle.get(), now));
        return obstacle.isPresent();
    }

    private Optional<Host> underWay(Installation installation) {
        return inventory.find(installation.hostId()).filter(host -> host.isUnderWay(installation.rotationId()));
    }
}
