package io.certfleet.drill.waiting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what others do, by looking again until a deadline. */
public final class Wait {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Wait() {}

    /** Waits until it holds; fails with NotHeldException after the deadline. */
    public static void until(String what, Duration deadline, BooleanSupplier holds) {
        untilNone(what, deadline, () -> holds.getAsBoolean() ? List.of() : List.of("it did not"));
    }

    /** Waits until nothing is missing any more; fails with NotHeldException that names what is. */
    public static void untilNone(String what, Duration deadline, Supplier<? extends List<?>> missing) {
        Instant end = Instant.now().plus(deadline);
        List<?> left = missing.get();
        while (!left.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new NotHeldException("not within " + deadline.toSeconds() + " s: " + what + ": "
                        + left.stream().limit(5).map(Object::toString).toList() + (left.size() > 5 ? " ..." : ""));
            }
            pause(PAUSE);
            left = missing.get();
        }
    }

    /** Lets time pass. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotHeldException("interrupted");
        }
    }
}
