package io.certfleet.checker;

import io.certfleet.queue.Outgoing;

/**
 * Spreads messages: each gets the delay after which it becomes visible, so that at most so many a second do. SQS delays a
 * message by at most 15 minutes; what does not fit is for a later part of the sweep.
 *
 * <p>Segments that are swept at once take turns: of each round of messages, every segment sends one, its own.
 */
final class Pace {
    private final long rate;
    private final long turn;
    private final long turns;
    private long given;

    /** At most {@code rate} a second for all of {@code turns} sweeps that run at once; this one's turn counts from 0. */
    Pace(int rate, int turn, int turns) {
        this.rate = rate;
        this.turn = turn;
        this.turns = turns;
    }

    /** How many more fit into SQS's longest delay; a first one always does, or the sweep would not go on. */
    int room() {
        long before = Outgoing.LONGEST_DELAY * rate - turn;
        long fitting = Math.max(1, Math.ceilDiv(before, turns));
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, fitting - given));
    }

    /** The next one's delay, in whole seconds. */
    int delay() {
        long delay = place(given) / rate;
        given++;
        return capped(delay);
    }

    /** The delay after which another such pace may begin: the second after the last that was given. */
    int over() {
        return given == 0 ? 0 : capped(place(given - 1) / rate + 1);
    }

    /** Counted in whole messages of all segments: fractions of seconds would add up to one too many. */
    private long place(long message) {
        return message * turns + turn;
    }

    private static int capped(long delay) {
        return (int) Math.min(Outgoing.LONGEST_DELAY, delay);
    }
}
