package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.pace.PaceSettings;
import java.time.Duration;

/** The policy of the tests: the defaults, but for the pace and the size of a page. */
record TestPolicy(
        Duration validity,
        double renewalFraction,
        double jitter,
        int rotationRate,
        Duration queueAge,
        int sweepSegments,
        Duration sweepBudget,
        int sweepPage,
        Duration deliveryTimeout,
        Duration offlineDeliveryTimeout,
        Duration executionTimeout)
        implements Policy, PaceSettings, CommandSettings {

    static final TestPolicy DEFAULT = of(5, 500);

    static TestPolicy of(int rotationRate, int sweepPage) {
        return new TestPolicy(
                Duration.ofDays(7),
                2.0 / 3,
                0.05,
                rotationRate,
                Duration.ofMinutes(10),
                4,
                Duration.ofSeconds(20),
                sweepPage,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofMinutes(2));
    }

    TestPolicy withValidity(Duration lifetime) {
        return new TestPolicy(
                lifetime,
                renewalFraction,
                jitter,
                rotationRate,
                queueAge,
                sweepSegments,
                sweepBudget,
                sweepPage,
                deliveryTimeout,
                offlineDeliveryTimeout,
                executionTimeout);
    }
}
