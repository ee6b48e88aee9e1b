package io.certfleet.pace;

import java.time.Instant;

/**
 * Places in the seconds to come, one for each message that asks a host for something.
 *
 * @param now the second in which they were given
 * @param first the first place, counted from the epoch with {@code rate} to a second
 * @param count how many were given
 */
public record Slots(long now, long first, int count, int rate) {

    /** After how many seconds the message at this place becomes visible. */
    public int delay(int place) {
        return Math.toIntExact(second(place) - now);
    }

    /** The second of a place. */
    public Instant at(int place) {
        return Instant.ofEpochSecond(second(place));
    }

    private long second(int place) {
        if (place < 0 || place >= count) {
            throw new IllegalArgumentException("place " + place + " of " + count);
        }
        return (first + place) / rate;
    }

    /** When the last of them is over; empty of slots, when the last that anybody was given is. */
    public Instant over() {
        return Instant.ofEpochSecond(now + secondsOver());
    }

    /** The same in seconds from now. */
    public int secondsOver() {
        return Math.toIntExact(Math.max(0, Math.ceilDiv(first + count, (long) rate) - now));
    }
}
