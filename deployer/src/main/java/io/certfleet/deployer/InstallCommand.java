package io.certfleet.deployer;

import io.certfleet.command.Document;
import io.certfleet.command.RunCommand;
import io.certfleet.command.Sent;
import io.certfleet.inventory.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Step;
import io.certfleet.inventory.Update;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    void send(List<Installation> installations, Instant now) {
        // One chain serves a command; a CA that was renewed in between has two.
        Map<String, List<Installation>> byChain = installations.stream()
                .collect(Collectors.groupingBy(
                        installation -> installation.certificate().chainPem()));
        byChain.forEach((chain, hosts) -> send(chain, hosts, now));
    }

    private void send(String chainPem, List<Installation> installations, Instant now) {
        String head = "all " + settings.trustAnchorArn() + " "
                + Base64.getEncoder().encodeToString((chainPem.strip() + "\n").getBytes(StandardCharsets.US_ASCII));
        long spread = settings.proofSpread().toSeconds();
        Sent sent = runCommand.send(
                document,
                List.of(head),
                installations.stream()
                        .map(installation -> installation.line(settings.validation(), spread))
                        .toList(),
                MOST_HOSTS);
        for (Installation installation : installations) {
            String commandId = sent.commandIds().get(installation.hostId());
            if (commandId == null) {
                refused(installation, sent.refused().get(installation.hostId()), now);
                continue;
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
        }
    }

    private void refused(Installation installation, String reason, Instant now) {
        inventory
                .find(installation.hostId())
                .filter(host -> host.isUnderWay(installation.rotationId()))
                .ifPresent(host -> failure.pause(host, host.rotation().orElseThrow(), reason, now));
    }
}
