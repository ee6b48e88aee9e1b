package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.pace.PaceSettings;
import java.time.Duration;

/** The policy of the tests: the defaults, but for the pace and what a sweep may take. */
record TestPolicy(
        Renewal renewal, int rotationRate, Sweep sweep, Duration deliveryTimeout, Duration offlineDeliveryTimeout)
        implements Policy, PaceSettings, CommandSettings {

    record Renewal(Duration validity, double fraction, double jitter) {}

    record Sweep(int segments, Duration budget, int page) {}

    static final TestPolicy DEFAULT = of(5, 500);

    static TestPolicy of(int rotationRate, int sweepPage) {
        return new TestPolicy(
                new Renewal(Duration.ofDays(7), 2.0 / 3, 0.05),
                rotationRate,
                new Sweep(4, Duration.ofSeconds(20), sweepPage),
                Duration.ofMinutes(10),
                Duration.ofHours(1));
    }

    TestPolicy withValidity(Duration lifetime) {
        return new TestPolicy(
                new Renewal(lifetime, renewal.fraction, renewal.jitter),
                rotationRate,
                sweep,
                deliveryTimeout,
                offlineDeliveryTimeout);
    }

    @Override
    public Duration validity() {
        return renewal.validity;
    }

    @Override
    public double renewalFraction() {
        return renewal.fraction;
    }

    @Override
    public double jitter() {
        return renewal.jitter;
    }

    @Override
    public Duration queueAge() {
        return Duration.ofMinutes(10);
    }

    @Override
    public int sweepSegments() {
        return sweep.segments;
    }

    @Override
    public Duration sweepBudget() {
        return sweep.budget;
    }

    @Override
    public int sweepPage() {
        return sweep.page;
    }

    @Override
    public Duration executionTimeout() {
        return Duration.ofMinutes(2);
    }
}
