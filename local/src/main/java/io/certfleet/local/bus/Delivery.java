package io.certfleet.local.bus;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often an event reaches its queue: EventBridge promises at least once, so a drill asks for more than once.
 *
 * @param copies whether each event is delivered a second time
 * @param spread how much later at most
 * @param heldEvery of so many copies one is held until it is released; 0 for none
 */
public record Delivery(boolean copies, Duration spread, int heldEvery) {

    /** Every event once. */
    public static Delivery once() {
        return new Delivery(false, Duration.ZERO, 0);
    }

    /** Every event twice, the copy between at once and so much later. */
    public static Delivery twice(Duration spread) {
        return new Delivery(true, spread, 0);
    }

    /** The same, but of so many copies one waits for {@link Bus#releaseHeld}. */
    public Delivery holdingEvery(int count) {
        return new Delivery(copies, spread, count);
    }

    /** Whether the copy of the event with this number, counted from 1, is held. */
    boolean holds(long number) {
        return heldEvery > 0 && number % heldEvery == 0;
    }

    /** How much later a copy comes. */
    Duration delay(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(spread.toMillis() + 1));
    }
}
