package io.certfleet.deployer;

import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Message.CertificateIssued;
import io.certfleet.message.Message.CertificateRevoked;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.DeployerMessage;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.IssuanceFailed;
import io.certfleet.queue.BatchHandler;
import io.certfleet.queue.BatchReader;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The deployer: installs issued certificates, records what has proved itself, notices revocations. */
@ApplicationScoped
class DeployerHandler implements BatchHandler {
    private static final Logger LOG = Logger.getLogger(DeployerHandler.class);

    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final Arrivals arrivals;
    private final InstallCommand installCommand;
    private final InstallAnswers installAnswers;
    private final RevokedByHand revokedByHand;
    private final HeldCertificates heldCertificates;
    private final Clock clock;

    DeployerHandler(
            BatchReader reader,
            DeadLetters deadLetters,
            Arrivals arrivals,
            InstallCommand installCommand,
            InstallAnswers installAnswers,
            RevokedByHand revokedByHand,
            HeldCertificates heldCertificates,
            Clock clock) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.arrivals = arrivals;
        this.installCommand = installCommand;
        this.installAnswers = installAnswers;
        this.revokedByHand = revokedByHand;
        this.heldCertificates = heldCertificates;
        this.clock = clock;
    }

    @Override
    public Set<String> handle(List<QueueMessage> batch) {
        Instant now = clock.instant();
        Failures failures = new Failures();
        Map<QueueMessage, Installation> installations = new LinkedHashMap<>();
        Map<QueueMessage, CommandFinished> answers = new LinkedHashMap<>();
        reader.read(batch).forEach((message, body) -> {
            if (!(body instanceof DeployerMessage own)) {
                deadLetters.reject(message, "not a message for the deployer");
                return;
            }
            switch (own) {
                case CertificateIssued(String arn) ->
                    collect(message, () -> arrivals.take(arn, now), installations, failures);
                case InstallDue due -> collect(message, () -> arrivals.resume(due, now), installations, failures);
                case CommandFinished finished -> answers.put(message, finished);
                case CertificateRevoked revoked -> failures.unless(message, () -> revokedByHand.take(revoked, now));
                case CertificateHeld held -> failures.unless(message, () -> heldCertificates.take(held, now));
                case IssuanceFailed(String arn) ->
                    // The event names no host, and the row is found by none: the sweep closes its rotation.
                    LOG.warnf("not issued arn=%s reason=the CA's event says so", arn);
            }
        });
        if (!installations.isEmpty()) {
            installCommand.send(installations, failures, now);
        }
        installAnswers.take(answers, failures, now);
        return failures.ids();
    }

    private static void collect(
            QueueMessage message,
            Supplier<Optional<Installation>> arrival,
            Map<QueueMessage, Installation> installations,
            Failures failures) {
        failures.unless(message, () -> {
            arrival.get().ifPresent(installation -> {
                // An event and its copy in one batch are one installation: the last one, for which the row waits now.
                installations.values().removeIf(other -> other.hostId().equals(installation.hostId()));
                installations.put(message, installation);
            });
            return true;
        });
    }
}
