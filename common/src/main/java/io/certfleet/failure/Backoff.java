package io.certfleet.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to try again after a failure: 15 minutes, doubled with every failure up to 12 hours, but never later than the
 * begin of the last third of what the host's certificate has left, so that the retry still has time.
 */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(12);

    private Backoff() {}

    /**
     * The next attempt's earliest time.
     *
     * @param failures how many there were in a row, this one included; at least 1
     * @param expiry the end of the certificate that the host holds; empty without one
     */
    public static Instant retryAt(int failures, Optional<Instant> expiry, Instant now) {
        // 15 min * 2^6 is over 12 h already: the cap keeps the shift small.
        Duration doubled = FIRST.multipliedBy(1L << Math.min(6, Math.max(0, failures - 1)));
        Instant retryAt = now.plus(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled);
        return expiry.filter(now::isBefore)
                .map(end -> now.plus(Duration.between(now, end).multipliedBy(2).dividedBy(3)))
                .filter(retryAt::isAfter)
                .orElse(retryAt);
    }
}
