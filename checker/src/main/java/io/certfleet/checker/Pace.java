package io.certfleet.checker;

import io.certfleet.queue.Outgoing;

/**
 * Spreads renewals: each gets the delay after which it becomes visible, so that at most so many a second do. SQS delays a
 * message by at most 15 minutes; what does not fit is for a later part of the sweep.
 */
final class Pace {
    private final double secondsEach;
    private double next;

    /** At most {@code rate} a second for all of {@code shares} sweeps that run at once. */
    Pace(int rate, int shares) {
        this.secondsEach = (double) shares / rate;
    }

    /** Whether another one fits into SQS's longest delay. */
    boolean hasRoom() {
        return (int) next <= Outgoing.LONGEST_DELAY;
    }

    /** The next one's delay, in whole seconds. */
    int delay() {
        int delay = (int) next;
        next += secondsEach;
        return delay;
    }
}
