package io.certfleet.checker;

import static io.certfleet.settings.SettingCheck.within;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.CommandSettingsCheck;
import io.certfleet.inventory.InventoryCheck;
import io.certfleet.pace.PaceSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with a policy that makes no sense, and names the setting. */
@Startup
@ApplicationScoped
class PolicyCheck {

    PolicyCheck(
            Policy policy,
            PaceSettings pace,
            CommandSettings command,
            @ConfigProperty(name = "certfleet.table-name") String tableName) {
        InventoryCheck.table(tableName);
        within("validity", policy.validity(), Duration.ofHours(1), Duration.ofDays(3650));
        // The jitter goes off the fraction on both sides: below, a host would be due at once, above, too late to fix.
        within("renewal-fraction", policy.renewalFraction(), 0.2, 0.8);
        within("jitter", policy.jitter(), 0.0, 0.1);
        PaceSettings.check(pace);
        within("queue-age", policy.queueAge(), Duration.ofSeconds(1), Duration.ofHours(12));
        within("sweep-segments", policy.sweepSegments(), 1, 900);
        within("sweep-budget", policy.sweepBudget(), Duration.ofSeconds(1), Duration.ofSeconds(60));
        within("sweep-page", policy.sweepPage(), 1, 10_000);
        CommandSettingsCheck.timeouts(command);
    }
}
