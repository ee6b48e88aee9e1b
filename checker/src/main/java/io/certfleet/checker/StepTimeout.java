package io.certfleet.checker;

import io.certfleet.authority.Idempotency;
import io.certfleet.rotation.Step;
import java.time.Duration;

/**
 * How long a step may take before its event counts as lost: delivery, execution and the age of a queue, doubled with
 * every attempt up to an hour, so that no host waits longer for what a sweep makes good.
 */
record StepTimeout(Duration delivery, Duration execution, Duration queueAge) {
    private static final Duration LONGEST = Duration.ofHours(1);
    // An hour is less than 2^10 times the shortest time-out that makes sense: the cap keeps the shift small.
    private static final int MOST_DOUBLINGS = 10;

    Duration of(Step step, int attempts) {
        Duration once =
                switch (step) {
                    case CSR_REQUESTED, INSTALLING -> delivery.plus(execution).plus(queueAge);
                    case ISSUED -> queueAge;
                };
        Duration doubled = once.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts));
        return doubled.compareTo(LONGEST) > 0 ? longer(once, LONGEST) : doubled;
    }

    /** What is sent again sooner would be sent while it may still arrive. */
    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** How long whatever a rotation may have begun, which cannot be read any more, is given to end. */
    Duration ofBroken() {
        return of(Step.INSTALLING, 1);
    }

    /** How long a certificate that may have been issued is waited for: the host's attempts do not prolong it. */
    Duration ofAdoption() {
        return Idempotency.REPEATABLE.plus(queueAge);
    }
}
