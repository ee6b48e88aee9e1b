package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;

/** Refuses to start with a policy that makes no sense, and names the setting. */
@Startup
@ApplicationScoped
class PolicyCheck {

    PolicyCheck(Policy policy, CommandSettings command) {
        within("validity", policy.validity(), Duration.ofHours(1), Duration.ofDays(3650));
        // The jitter goes off the fraction on both sides: below, a host would be due at once, above, too late to mend.
        within("renewal-fraction", policy.renewalFraction(), 0.2, 0.8);
        within("jitter", policy.jitter(), 0, 0.1);
        within("rotation-rate", policy.rotationRate(), 1, 1000);
        within("queue-age", policy.queueAge(), Duration.ofSeconds(1), Duration.ofHours(12));
        within("sweep-segments", policy.sweepSegments(), 1, 900);
        within("sweep-budget", policy.sweepBudget(), Duration.ofSeconds(1), Duration.ofSeconds(60));
        within("sweep-page", policy.sweepPage(), 1, 10_000);
        // SendCommand's TimeoutSeconds, and executionTimeout of aws:runShellScript (SSM API and document references).
        within("delivery-timeout", command.deliveryTimeout(), Duration.ofSeconds(30), Duration.ofDays(30));
        within("execution-timeout", command.executionTimeout(), Duration.ofSeconds(5), Duration.ofDays(2));
    }

    private static <T extends Comparable<T>> void within(String setting, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("certfleet.%s (CERTFLEET_%s) is %s, which is not %s to %s"
                    .formatted(setting, setting.replace('-', '_').toUpperCase(Locale.ROOT), value, least, most));
        }
    }

    private static void within(String setting, int value, int least, int most) {
        within(setting, Integer.valueOf(value), Integer.valueOf(least), Integer.valueOf(most));
    }

    private static void within(String setting, double value, double least, double most) {
        // Double orders NaN above all numbers, so it is refused as well.
        within(setting, Double.valueOf(value), Double.valueOf(least), Double.valueOf(most));
    }
}
