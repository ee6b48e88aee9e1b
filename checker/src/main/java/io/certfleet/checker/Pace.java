package io.certfleet.checker;

import io.certfleet.queue.Outgoing;

/**
 * Spreads renewals: each gets the delay after which it becomes visible, so that at most so many a second do. SQS delays a
 * message by at most 15 minutes; what does not fit is for a later part of the sweep.
 */
final class Pace {
    private final long rate;
    private final long shares;
    private long given;

    /** At most {@code rate} a second for all of {@code shares} sweeps that run at once. */
    Pace(int rate, int shares) {
        this.rate = rate;
        this.shares = shares;
    }

    /** Whether another one fits into SQS's longest delay. */
    boolean hasRoom() {
        return next() <= Outgoing.LONGEST_DELAY;
    }

    /** The next one's delay, in whole seconds. */
    int delay() {
        int delay = Math.toIntExact(next());
        given++;
        return delay;
    }

    /** Counted in whole messages: fractions of seconds would add up to one too many. */
    private long next() {
        return given * shares / rate;
    }
}
