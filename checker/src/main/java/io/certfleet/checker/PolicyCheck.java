package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.CommandSettingsCheck;
import io.certfleet.inventory.InventoryCheck;
import io.certfleet.pace.PaceSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
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
        Policy.check(policy);
        PaceSettings.check(pace);
        CommandSettingsCheck.timeouts(command);
    }
}
