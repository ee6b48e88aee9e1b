package io.certfleet.checker;

import io.certfleet.command.NextAttempt;
import io.certfleet.message.Message;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Rotation.CsrRequested;
import io.certfleet.rotation.Rotation.Installing;
import io.certfleet.rotation.Rotation.Issued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a rotation under way got stuck, and what moves it: events are best effort on AWS, so each may be lost. */
final class Stuck {
    private static final String RECONFIGURED = "settings in the row were changed since it began";
    // A sweep or two: what is older has been looked at without result.
    private static final Duration RECENT = Duration.ofHours(2);

    private final Policy policy;
    private final StepTimeout stepTimeout;

    Stuck(Policy policy, StepTimeout stepTimeout) {
        this.policy = policy;
        this.stepTimeout = stepTimeout;
    }

    Decision decide(Host host, Rotation rotation, Instant now) {
        return switch (rotation) {
            case CsrRequested requested -> csrRequested(host, requested, now);
            case Issued issued -> issued(host, issued, now);
            case Installing installing -> installing(host, installing, now);
        };
    }

    /** A rotation that nobody can go on with: what it had begun is waited for, then another takes its place. */
    Decision broken(Host host, BrokenRotation rotation, Instant now) {
        if (host.state() == HostState.REVOKED) {
            return new Decision.Leave("revoked");
        }
        Optional<Instant> since = rotation.since().or(() -> host.reading().warnedAt());
        return since.filter(at -> !now.isBefore(at.plus(stepTimeout.ofBroken())))
                        .isPresent()
                ? new Decision.Renew("its rotation cannot be read", true, false, Optional.of(BrokenRotation.ID))
                : new Decision.Leave("its rotation cannot be read");
    }

    private Decision csrRequested(Host host, CsrRequested rotation, Instant now) {
        if (rotation.awaitsAdoption()) {
            // Asked again it would be a second certificate: its event adopts it, or it is lost.
            return now.isBefore(rotation.stepAt().plus(stepTimeout.ofAdoption()))
                    ? new Decision.Leave("waits for the CA")
                    : close("the CA's answer and its event were lost", rotation);
        }
        if (!now.isBefore(
                rotation.startedAt().plus(rotation.validity(policy.validity()).dividedBy(4)))) {
            return close("the rotation is older than a quarter of a certificate's life", rotation);
        }
        if (isInTime(host, rotation, now)) {
            return new Decision.Leave("waits for the host");
        }
        if (rotation.commandId().isPresent() && host.state() != HostState.OFFLINE) {
            return new Decision.Resume(
                    "the host's answer has no event",
                    QueueName.CSR,
                    new Message.CommandFinished(rotation.commandId().get(), host.hostId()));
        }
        if (host.isReconfigured()) {
            return close(RECONFIGURED, rotation);
        }
        return again("the command is sent again", host, rotation);
    }

    private Decision issued(Host host, Issued rotation, Instant now) {
        if (isInTime(rotation, now)) {
            return new Decision.Leave("waits for the certificate's event");
        }
        return rotation.isPastInstallWindow(now, policy.validity())
                ? close("a third of the certificate's life is gone", rotation)
                : again("the certificate has no event", host, rotation);
    }

    private Decision installing(Host host, Installing rotation, Instant now) {
        if (host.onlyNewKeyHelps(rotation.id())) {
            return close("only a new key helps", rotation);
        }
        boolean delayed = rotation.paused() || rotation.delay().postponedSince().isPresent();
        if (delayed
                && InUse.of(host, policy)
                        .filter(inUse -> inUse.endsBefore(rotation, host.retryAt(), now))
                        .isPresent()) {
            return close("it does not succeed, and the certificate in use ends soon", rotation);
        }
        if (rotation.paused()
                && host.rotateAgain().filter(rotation.stepAt()::isAfter).isPresent()) {
            // The request had this certificate tried before another is issued, and waits for no back-off.
            return close("it failed again since a request asked for another", rotation);
        }
        if (rotation.paused() && host.retryAt().filter(now::isBefore).isPresent()) {
            return new Decision.Leave("failed, waits for its next attempt");
        }
        if (host.isReconfigured() && (rotation.paused() || !isInTime(rotation, 0, now))) {
            // Perhaps what was changed is the cure: another attempt with the settings of the claim is not.
            return close(RECONFIGURED, rotation);
        }
        if (rotation.isPastInstallWindow(now, policy.validity())) {
            // What was sent last may be at work on the host; that earlier attempts were deferred does not prolong it.
            return !rotation.paused() && isInTime(rotation, 0, now)
                    ? new Decision.Leave("waits for the host")
                    : close("a third of the certificate's life is gone", rotation);
        }
        if (!rotation.paused() && isInTime(host, rotation, now)) {
            return new Decision.Leave("waits for the host");
        }
        if (rotation.paused() && host.rotateAgain().isPresent()) {
            return close("it failed, and a request waits for it", rotation);
        }
        if (rotation.paused()) {
            return again("the certificate is already issued and still good", host, rotation);
        }
        if (rotation.commandId().isPresent() && host.state() != HostState.OFFLINE && isRecent(host, rotation, now)) {
            return new Decision.Resume(
                    "the host's answer has no event",
                    QueueName.INSTALLED,
                    new Message.CommandFinished(rotation.commandId().get(), host.hostId()));
        }
        return again("the command is sent again", host, rotation);
    }

    /**
     * A host that was not reached is in time as long as its command waits for it: then the next one takes its place. What
     * AWS has refused is asked for again at once.
     */
    private boolean isInTime(Host host, Rotation rotation, Instant now) {
        if (rotation.attempt().heldUpAt().isPresent()) {
            return false;
        }
        if (host.state() == HostState.OFFLINE && rotation.commandId().isPresent()) {
            return now.isBefore(
                    rotation.commandUntil().orElse(rotation.stepAt().plus(stepTimeout.of(rotation.step(), 0))));
        }
        return now.isBefore(overdueAt(host, rotation));
    }

    /** Whatever the attempts allow, a command that Systems Manager may still deliver is not overdue. */
    private Instant overdueAt(Host host, Rotation rotation) {
        // No command waits for an offline host whose command was refused: it is asked about without doubling.
        int attempts = host.state() == HostState.OFFLINE ? 0 : rotation.attempts();
        Instant overdue = rotation.stepAt().plus(stepTimeout.of(rotation.step(), attempts));
        Instant event = rotation.commandUntil()
                .map(until -> until.plus(policy.queueAge()))
                .orElse(overdue);
        return event.isAfter(overdue) ? event : overdue;
    }

    /**
     * Whether an installation's answer is still worth reading. In a row that was restored from a backup the answer is an
     * old one, and the host may hold a newer certificate by now: then the command is sent again, and the host itself
     * refuses to go back.
     */
    private boolean isRecent(Host host, Rotation rotation, Instant now) {
        return now.isBefore(overdueAt(host, rotation).plus(RECENT));
    }

    private boolean isInTime(Rotation rotation, Instant now) {
        return isInTime(rotation, rotation.attempts(), now);
    }

    private boolean isInTime(Rotation rotation, int attempts, Instant now) {
        return now.isBefore(rotation.stepAt().plus(stepTimeout.of(rotation.step(), attempts)));
    }

    private static Decision again(String reason, Host host, Rotation rotation) {
        NextAttempt next = NextAttempt.of(host, rotation);
        return new Decision.Resume(reason, next.queue(), next.message());
    }

    private static Decision close(String reason, Rotation rotation) {
        // A request for this rotation goes over to the one in its place, with its time: this is not another.
        return new Decision.Renew(reason, true, false, Optional.of(rotation.id()));
    }
}
