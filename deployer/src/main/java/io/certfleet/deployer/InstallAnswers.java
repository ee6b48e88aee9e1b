package io.certfleet.deployer;

import io.certfleet.command.CommandStep;
import io.certfleet.command.Invocation;
import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Serial;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedCertificate;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import io.certfleet.rotation.UnexpiredCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Takes a host's answer to install-certificate, and records what the certificate says. */
@ApplicationScoped
class InstallAnswers {
    private static final Logger LOG = Logger.getLogger(InstallAnswers.class);

    private final CommandStep step;
    private final Inventory inventory;
    private final Revocations revocations;
    private final RevokedHosts revokedHosts;
    private final Failure failure;
    private final Postponement postponement;
    private final NewKey newKey;

    InstallAnswers(
            CommandStep step,
            Inventory inventory,
            Revocations revocations,
            RevokedHosts revokedHosts,
            Failure failure,
            Postponement postponement,
            NewKey newKey) {
        this.step = step;
        this.inventory = inventory;
        this.revocations = revocations;
        this.revokedHosts = revokedHosts;
        this.failure = failure;
        this.postponement = postponement;
        this.newKey = newKey;
    }

    /** Takes the answers that these messages tell of. */
    void take(Map<QueueMessage, CommandFinished> finished, Failures failures, Instant now) {
        step.answer(
                finished,
                Rotation.Installing.class,
                _ -> (host, rotation, answer) -> take(host, rotation, answer, now),
                failures,
                now);
    }

    private boolean take(Host host, Rotation.Installing rotation, Invocation answer, Instant now) {
        if (revokedHosts.keepOut(host.hostId(), now)) {
            return true;
        }
        boolean succeeded = answer.ending().outcome() == Invocation.Outcome.SUCCEEDED;
        Optional<InstallAnswer> printed = InstallAnswer.of(answer.output().standardOutput())
                .filter(words -> words.rotationId().equals(rotation.id()))
                .filter(words -> (words.word() == InstallAnswer.Word.INSTALLED) == succeeded);
        if (!host.enabled() && printed.filter(InstallAnswers::isInstalled).isEmpty()) {
            // What has happened is recorded. What is to happen waits until it is enabled, and the sweep asks again.
            LOG.infof("left hostID=%s rotation=%s reason=the host is not enabled", host.hostId(), rotation.id());
            return true;
        }
        if (printed.isPresent()) {
            return take(host, rotation, printed.get(), now);
        }
        failure.pause(
                host,
                rotation,
                succeeded ? answer.withoutAnswer("install-certificate") : "install-certificate: " + answer.reason(),
                now);
        return true;
    }

    private boolean take(Host host, Rotation.Installing rotation, InstallAnswer printed, Instant now) {
        return switch (printed.word()) {
            case INSTALLED -> finish(host, rotation, now);
            case LATER -> {
                postponement.goOn(host, rotation, printed.detail(), now);
                yield true;
            }
            case NEEDS_NEW_KEY -> {
                newKey.ask(host, rotation, printed.detail(), now);
                yield true;
            }
        };
    }

    private static boolean isInstalled(InstallAnswer printed) {
        return printed.word() == InstallAnswer.Word.INSTALLED;
    }

    private boolean finish(Host host, Rotation.Installing rotation, Instant now) {
        List<UnexpiredCertificate> unexpired = Stream.concat(
                        host.unexpired().stream(), unlisted(host, rotation).stream())
                .filter(certificate ->
                        certificate.notAfter().plus(RevokedCertificate.ESTIMATE).isAfter(now))
                .toList();
        boolean written =
                inventory.write(Transitions.finished(host, rotation, unexpired, revokedAndOver(host, unexpired), now));
        if (written) {
            LOG.infof(
                    "active hostID=%s rotation=%s serial=%s expiry=%s seconds=%d",
                    host.hostId(),
                    rotation.id(),
                    rotation.certificate().serial(),
                    rotation.certificate().notAfter(),
                    Duration.between(rotation.startedAt(), now).toSeconds());
        }
        // Either a copy of this message was faster, which the next look at the row shows, or the list changed.
        return written;
    }

    /** Those that are listed no more, neither in the row nor beside it: no event about them is still to come. */
    private List<Serial> revokedAndOver(Host host, List<UnexpiredCertificate> unexpired) {
        if (host.revokedSerials().isEmpty()) {
            return List.of();
        }
        Optional<RevocationRecord> record = revocations.find(host.hostId());
        return host.revokedSerials().stream()
                .filter(serial -> unexpired.stream()
                        .noneMatch(certificate -> certificate.serial().equals(serial)))
                .filter(serial ->
                        record.flatMap(known -> known.known().revoked(serial)).isEmpty())
                .toList();
    }

    /** A row of the original's lists nothing: the certificate that is replaced is still to be reached by a revocation. */
    private static Optional<UnexpiredCertificate> unlisted(Host host, Rotation.Installing rotation) {
        return host.serial()
                .filter(serial -> host.unexpired().stream()
                        .noneMatch(certificate -> certificate.serial().equals(serial)))
                .map(serial -> new UnexpiredCertificate(
                        serial,
                        host.certificateEnd().orElse(rotation.certificate().notAfter()),
                        ""));
    }
}
