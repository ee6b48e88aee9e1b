package io.certfleet.checker;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** Refuses to start with a policy that makes no sense, and names the setting. */
@Startup
@ApplicationScoped
class PolicyCheck {

    PolicyCheck(Policy policy) {
        require(policy.validity().toSeconds() >= 3600, "validity", policy.validity(), "at least an hour");
        require(
                policy.renewalFraction() >= 0.1 && policy.renewalFraction() <= 0.9,
                "renewal-fraction",
                policy.renewalFraction(),
                "0.1 to 0.9");
        require(policy.jitter() >= 0 && policy.jitter() <= 0.1, "jitter", policy.jitter(), "0 to 0.1");
        require(policy.rotationRate() >= 1, "rotation-rate", policy.rotationRate(), "at least 1 a second");
        require(policy.sweepSegments() >= 1, "sweep-segments", policy.sweepSegments(), "at least 1");
        require(policy.sweepPage() >= 1, "sweep-page", policy.sweepPage(), "at least 1");
    }

    private static void require(boolean holds, String setting, Object value, String range) {
        if (!holds) {
            throw new IllegalArgumentException("certfleet." + setting + " is " + value + ", which is not " + range);
        }
    }
}
