package io.certfleet.checker;

import io.certfleet.inventory.Step;
import java.time.Duration;

/**
 * How long a step may take before its event counts as lost: delivery, execution and the age of a queue, doubled with
 * every attempt, up to 12 hours.
 */
record Allowance(Duration delivery, Duration execution, Duration queueAge) {
    private static final Duration LONGEST = Duration.ofHours(12);
    // 12 h is less than 2^10 times the shortest allowance: the cap keeps the shift small.
    private static final int MOST_DOUBLINGS = 10;
    // For so long after its intent the issuer may still ask the CA: its idempotency token holds 5 minutes.
    private static final Duration ASKING = Duration.ofMinutes(4);

    Duration of(Step step, int attempts) {
        Duration once =
                switch (step) {
                    case CSR_REQUESTED, INSTALLING -> delivery.plus(execution).plus(queueAge);
                    case ISSUED -> queueAge;
                };
        Duration doubled = once.multipliedBy(1L << Math.min(MOST_DOUBLINGS, attempts));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    /** How long whatever a rotation may have begun, which cannot be read any more, is given to end. */
    Duration ofBroken() {
        return of(Step.INSTALLING, 1);
    }

    /** How long a certificate that may have been issued is waited for: the host's attempts do not prolong it. */
    Duration ofAdoption() {
        return ASKING.plus(queueAge);
    }
}
