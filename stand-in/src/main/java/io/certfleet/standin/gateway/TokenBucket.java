package io.certfleet.standin.gateway;

import java.time.Duration;
import java.time.Instant;

/** A token bucket that holds one second's worth of calls and is full at first. */
final class TokenBucket {
    private final double perSecond;
    private double tokens;
    private Instant filled = Instant.MIN;

    TokenBucket(double perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
    }

    /** Takes a token if there is one. */
    synchronized boolean take(Instant now) {
        if (now.isAfter(filled)) {
            if (!filled.equals(Instant.MIN)) {
                double seconds = Duration.between(filled, now).toNanos() / 1e9;
                tokens = Math.min(perSecond, tokens + seconds * perSecond);
            }
            filled = now;
        }
        // A hair's breadth for the sums of doubles: a tenth of a second at 10/s is one token.
        if (tokens < 1 - 1e-9) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
