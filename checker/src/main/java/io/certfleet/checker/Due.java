package io.certfleet.checker;

import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import java.time.Instant;
import java.util.Optional;

/** Whether a host without a rotation under way is due: a pure function of the row, the policy and the time. */
final class Due {
    private final Policy policy;
    private final Stuck stuck;

    Due(Policy policy, StepTimeout stepTimeout) {
        this.policy = policy;
        this.stuck = new Stuck(policy, stepTimeout);
    }

    /** Decides, in this order: each check answers with its reason. */
    Decision decide(Host host, Instant now) {
        if (!host.enabled()) {
            return new Decision.Leave("not enabled");
        }
        if (host.rotation().isPresent()) {
            return stuck.decide(host, host.rotation().get(), now);
        }
        if (host.brokenRotation().isPresent()) {
            return stuck.broken(host, host.brokenRotation().get(), now);
        }
        if (host.isWithoutExpiry()) {
            return withoutExpiry(host, now);
        }
        // What waits for a rotation to end is for a host that is not revoked, unless it readmits one that is.
        if (host.state() == HostState.REVOKED && !(host.rotateAgain().isPresent() && host.isReadmitted())) {
            return new Decision.Leave("revoked");
        }
        if (host.rotateAgain().isPresent()) {
            return renew("a rotation was asked for while another was under way", true, true);
        }
        if (host.retryAt().filter(now::isBefore).isPresent()) {
            return new Decision.Leave("failed, waits for its next attempt");
        }
        if (host.state() == HostState.FAILED) {
            return renew("the last attempt failed", isUrgent(host, now), false);
        }
        if (host.certificateEnd().isEmpty()) {
            return renew("its expiry cannot be read", true, false);
        }
        if (host.isRequestUnreadable()) {
            // It is written for a request alone; which one it is, and so whether it is answered, nobody can tell.
            return renew("a request waits whose time cannot be read", isUrgent(host, now), false);
        }
        Instant dueAt = dueAt(host);
        return now.isBefore(dueAt)
                ? new Decision.Leave("not due yet")
                : renew("due since " + dueAt, isUrgent(host, now), false);
    }

    private static Decision withoutExpiry(Host host, Instant now) {
        // Whoever removes an expiry asks for a certificate now, once: after an attempt has failed the back-off holds.
        boolean removed = host.state() == HostState.REVOKED
                || (host.serial().isPresent() && !host.failed().triedWithoutExpiry());
        if (removed) {
            return renew("its expiry was removed", true, true);
        }
        if (host.retryAt().filter(now::isBefore).isPresent()) {
            return new Decision.Leave("failed, waits for its next attempt");
        }
        return renew(host.serial().isPresent() ? "the last attempt failed" : "no certificate yet", true, false);
    }

    private static Decision renew(String reason, boolean urgent, boolean forced) {
        return new Decision.Renew(reason, urgent, forced, Optional.empty());
    }

    /** When a host with a certificate is due. */
    Instant dueAt(Host host) {
        return InUse.of(host, policy).orElseThrow().dueAt(policy);
    }

    private boolean isUrgent(Host host, Instant now) {
        return InUse.of(host, policy).map(inUse -> inUse.isUrgent(now)).orElse(true);
    }
}
