package io.certfleet.standin.eventbridge;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often an event reaches its queue: EventBridge promises at least once of what reaches it, so a drill asks for more than
 * once; and Private CA and Systems Manager send on a best effort ("in some rare cases an event might not be delivered").
 *
 * @param copies whether each event is delivered a second time
 * @param spread how much later at most
 * @param heldEvery of so many copies one is held until it is released; 0 for none
 * @param lostEvery of so many events of a kind one is never delivered; 0 for none
 */
public record Delivery(boolean copies, Duration spread, int heldEvery, int lostEvery) {

    /** Every event once. */
    public static Delivery once() {
        return new Delivery(false, Duration.ZERO, 0, 0);
    }

    /** Every event twice, the copy between at once and so much later. */
    public static Delivery twice(Duration spread) {
        return new Delivery(true, spread, 0, 0);
    }

    /** The same, but of so many copies one waits for {@link Bus#releaseHeld}. */
    public Delivery holdingEvery(int count) {
        return new Delivery(copies, spread, count, lostEvery);
    }

    /** The same, but of so many events of a kind one is lost, with its copy. */
    public Delivery losingEvery(int count) {
        return new Delivery(copies, spread, heldEvery, count);
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
