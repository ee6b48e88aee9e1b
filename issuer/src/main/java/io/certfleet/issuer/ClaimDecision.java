package io.certfleet.issuer;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What a RenewalDue means for the row as it stands now: a late or doubled one changes nothing. */
sealed interface ClaimDecision {

    /** Begin the rotation. */
    record Begin() implements ClaimDecision {}

    /** The rotation is ours and its command may not have been sent: send it. */
    record Send() implements ClaimDecision {}

    /** Write the next attempt, then send the command again. */
    record Resend() implements ClaimDecision {}

    /** The rotation under way makes its key after the request: it is the request's from now on. */
    record Join() implements ClaimDecision {}

    /** A forced request came during another rotation: remember it. */
    record Remember() implements ClaimDecision {}

    /** Nothing to do. */
    record Leave(String reason) implements ClaimDecision {}

    /** Decides, in this order; every "no" has its reason. */
    static ClaimDecision of(Host host, RenewalDue due, Instant now) {
        if (!host.enabled()) {
            return new Leave("the host is not enabled");
        }
        if (host.isUnderWay(due.rotationId())) {
            return own(host.rotation().orElseThrow(), due);
        }
        if (host.lastRotation().equals(Optional.of(due.rotationId()))) {
            return new Leave("its rotation has ended");
        }
        if (due.attempt() > 0) {
            return new Leave("its rotation is not under way any more");
        }
        if (due.cause().forced() && isSatisfied(host, due)) {
            return host.rotation()
                            .filter(rotation -> isRequestedBefore(rotation, due))
                            .isPresent()
                    ? new Join()
                    : new Leave("a key was made after the request");
        }
        if (host.brokenRotation().isPresent()
                && !due.cause().forced()
                && !due.seen().closes().equals(Optional.of(BrokenRotation.ID))) {
            return new Leave("a rotation is under way that cannot be read");
        }
        Optional<Rotation> other = host.rotation().filter(rotation -> !isToBeClosed(rotation, due));
        if (other.isPresent()) {
            return due.cause().forced() ? new Remember() : new Leave("a rotation is under way");
        }
        if (host.rotation().isEmpty()
                && host.brokenRotation().isEmpty()
                && due.seen().closes().isPresent()) {
            return new Leave("the rotation that it was to close has ended");
        }
        return idle(host, due, now);
    }

    private static ClaimDecision own(Rotation rotation, RenewalDue due) {
        if (rotation.step() != Step.CSR_REQUESTED || rotation.keyDigest().isPresent()) {
            return new Leave("the host has answered already");
        }
        if (due.attempt() == rotation.attempts() + 1) {
            return new Resend();
        }
        return due.attempt() == rotation.attempts() && rotation.commandId().isEmpty()
                ? new Send()
                : new Leave("its command was sent already");
    }

    private static ClaimDecision idle(Host host, RenewalDue due, Instant now) {
        // A revoked host's rotation readmits it: what takes its place need not.
        if (host.state() == HostState.REVOKED
                && host.rotation().isEmpty()
                && !(due.cause().readmit() && isSinceRevocation(host, due))) {
            return new Leave("the host is revoked, and nobody has readmitted it since");
        }
        if (due.cause().forced()) {
            return new Begin();
        }
        if (!host.state().word().equals(due.seen().state())
                || !host.serial().equals(due.seen().serial())) {
            return new Leave("serial or state are not what the checker saw");
        }
        if (host.retryAt().filter(now::isBefore).isPresent()
                && due.seen().closes().isEmpty()) {
            return new Leave("the host failed meanwhile and waits for its next attempt");
        }
        return new Begin();
    }

    /** Of a revocation whose time cannot be read nobody knows that it was asked for later. */
    private static boolean isSinceRevocation(Host host, RenewalDue due) {
        return host.revokedAt().map(due.cause().at()::isAfter).orElse(!host.isRevocationUnreadable());
    }

    /** One that has gone on since is not stuck any more: what it has had issued is used. */
    private static boolean isToBeClosed(Rotation rotation, RenewalDue due) {
        return due.seen().closes().equals(Optional.of(rotation.id()))
                && !rotation.stepAt().isAfter(due.cause().at());
    }

    private static boolean isRequestedBefore(Rotation rotation, RenewalDue due) {
        return rotation.requestedAt()
                .map(due.cause().at().truncatedTo(ChronoUnit.MILLIS)::isAfter)
                .orElse(true);
    }

    /**
     * A rotation that began after the request has made its key after it. A revoked host's last key is of no use,
     * whenever it was made.
     */
    private static boolean isSatisfied(Host host, RenewalDue due) {
        // By what was read, not by a clock: the start was noted a moment before the row had the rotation.
        if (due.seen().idle() && host.rotation().isPresent()) {
            return true;
        }
        return host.rotation()
                .map(Rotation::startedAt)
                .or(() -> host.state() == HostState.REVOKED ? Optional.empty() : host.rotatedAt())
                .filter(madeAt -> !madeAt.isBefore(due.cause().at()))
                .isPresent();
    }
}
