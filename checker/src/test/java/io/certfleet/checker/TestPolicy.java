package io.certfleet.checker;

import java.time.Duration;

/** The policy of the tests: the defaults. */
record TestPolicy(int rotationRate) implements Policy {

    @Override
    public Duration validity() {
        return Duration.ofDays(7);
    }

    @Override
    public double renewalFraction() {
        return 2.0 / 3;
    }

    @Override
    public double jitter() {
        return 0.05;
    }

    @Override
    public Duration queueAge() {
        return Duration.ofMinutes(10);
    }

    @Override
    public int sweepSegments() {
        return 4;
    }

    @Override
    public Duration sweepBudget() {
        return Duration.ofSeconds(30);
    }

    @Override
    public int sweepPage() {
        return 2;
    }
}
