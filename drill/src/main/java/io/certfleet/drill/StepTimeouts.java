package io.certfleet.drill;

import java.time.Duration;

/**
 * How long the drill waits for what must happen.
 *
 * @param crlDelay from a revocation to the CRL that lists it
 * @param commandTimeout how long a command may wait for an offline host
 * @param loss how much longer a rotation takes whose events are all lost
 */
record StepTimeouts(Duration crlDelay, Duration commandTimeout, Duration loss) {
    private static final Duration STEP = Duration.ofMinutes(2);
    private static final Duration PER_HOST = Duration.ofMillis(700);

    /** For a step of the pipeline with so many hosts. */
    Duration step(int hosts) {
        return STEP.plus(loss).plus(PER_HOST.multipliedBy(hosts));
    }

    /** For a revocation to be in force. */
    Duration crl() {
        return STEP.plus(loss).plus(crlDelay);
    }

    /** For a command that reaches nobody to be given up. */
    Duration offline() {
        return STEP.plus(loss).plus(commandTimeout);
    }
}
