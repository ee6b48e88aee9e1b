package io.certfleet.checker;

import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The certificate that a host works with: when it is to be replaced, and from when on that is urgent. */
final class InUse {
    // With less than this part of its life left a certificate is replaced before all others.
    private static final int URGENT_PART = 6;

    private final String hostId;
    private final Instant end;
    private final Duration lifetime;

    private InUse(String hostId, Instant end, Duration lifetime) {
        this.hostId = hostId;
        this.end = end;
        this.lifetime = lifetime;
    }

    /** Empty for a host without a certificate. */
    static Optional<InUse> of(Host host, Policy policy) {
        return host.certificateEnd().map(end -> new InUse(host.hostId(), end, lifetime(host, end, policy)));
    }

    /** Rows of the original have no notBefore. */
    private static Duration lifetime(Host host, Instant end, Policy policy) {
        return host.notBefore()
                .map(notBefore -> Duration.between(notBefore, end))
                .filter(Duration::isPositive)
                .orElse(policy.validity());
    }

    /** When it is due to be replaced. */
    Instant dueAt(Policy policy) {
        return end.minus(lifetime)
                .plus(Duration.ofSeconds(Math.round(lifetime.toSeconds() * policy.renewalFraction())))
                .plus(Jitter.of(hostId, lifetime, policy.jitter()));
    }

    /** Whether little is left of it, or nothing. */
    boolean isUrgent(Instant now) {
        return now.isAfter(urgentAt());
    }

    private Instant urgentAt() {
        return end.minus(lifetime.dividedBy(URGENT_PART));
    }

    /**
     * Whether an installation that does not succeed gives way to a new rotation, issued or not: what keeps it may be
     * its own certificate, and the one in use does not last until a third of that one's life is gone. One that was begun
     * while there was time gives way at once; a later one after its back-off, or, if its host defers it without one,
     * when half of what was left at its begin is gone.
     */
    boolean endsBefore(Rotation installing, Optional<Instant> retryAt, Instant now) {
        if (!isUrgent(now)) {
            return false;
        }
        Instant begun = installing.startedAt();
        if (!begun.isAfter(urgentAt())) {
            return true;
        }
        if (installing.paused()) {
            return retryAt.filter(now::isBefore).isEmpty();
        }
        return begun.isBefore(end)
                && !now.isBefore(begun.plus(Duration.between(begun, end).dividedBy(2)));
    }
}
