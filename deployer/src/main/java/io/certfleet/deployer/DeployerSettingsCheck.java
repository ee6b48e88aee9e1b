package io.certfleet.deployer;

import static io.certfleet.settings.SettingCheck.arn;
import static io.certfleet.settings.SettingCheck.require;
import static io.certfleet.settings.SettingCheck.within;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.CommandSettingsCheck;
import io.certfleet.command.Unreachable;
import io.certfleet.inventory.InventoryCheck;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with settings that make no sense, and names the setting. */
@Startup
@ApplicationScoped
class DeployerSettingsCheck {
    // The script's patterns (infra/terraform/documents/install-certificate.sh) take up to 999 s.
    private static final Duration WIDEST_SPREAD = Duration.ofSeconds(999);
    // The script gives the signing helper 15 s for one session, and needs some for the rest.
    private static final Duration ONE_PROOF = Duration.ofSeconds(30);

    DeployerSettingsCheck(
            DeployerSettings settings,
            CommandSettings command,
            Unreachable.Settings offline,
            @ConfigProperty(name = "certfleet.table-name") String tableName,
            @ConfigProperty(name = "certfleet.topic-arn") String topicArn) {
        InventoryCheck.table(tableName);
        CommandSettingsCheck.offline(offline);
        arn("topic-arn", topicArn, "sns", "[\\w-]{1,256}");
        arn("ca-arn", settings.caArn(), "acm-pca", "certificate-authority/[\\w-]+");
        settings.formerCaArns()
                .orElse(List.of())
                .forEach(former -> arn("former-ca-arns", former, "acm-pca", "certificate-authority/[\\w-]+"));
        arn("trust-anchor-arn", settings.trustAnchorArn(), "rolesanywhere", "trust-anchor/[\\w-]+");
        within("validity", settings.validity(), Duration.ofHours(1), Duration.ofDays(3650));
        CommandSettingsCheck.validation(settings.validation());
        CommandSettingsCheck.timeouts(command);
        CommandSettingsCheck.document("install-certificate-document", InstallCommand.document(settings));
        within("proof-spread", settings.proofSpread(), Duration.ZERO, WIDEST_SPREAD);
        require(
                settings.validation().equals("off")
                        || settings.proofSpread().plus(ONE_PROOF).compareTo(command.executionTimeout()) <= 0,
                "proof-spread",
                settings.proofSpread(),
                ONE_PROOF + " shorter than certfleet.execution-timeout, " + command.executionTimeout());
    }
}
