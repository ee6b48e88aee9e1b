package io.certfleet.issuer;

import static io.certfleet.settings.SettingCheck.arn;
import static io.certfleet.settings.SettingCheck.matches;
import static io.certfleet.settings.SettingCheck.within;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.CommandSettingsCheck;
import io.certfleet.command.Unreachable;
import io.certfleet.inventory.InventoryCheck;
import io.certfleet.pace.PaceSettings;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with settings that make no sense, and names the setting. What is a host's too is checked as a row's is. */
@Startup
@ApplicationScoped
class IssuerSettingsCheck {
    // X.520's upper bounds of both attributes (RFC 5280, appendix A.1).
    private static final String NAME = ".{1,64}";

    IssuerSettingsCheck(
            IssuerSettings settings,
            PaceSettings pace,
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
        matches(
                "signing-algorithm",
                settings.signingAlgorithm(),
                "SHA(256|384|512)WITH(RSA|ECDSA)",
                "an algorithm of Private CA for RSA or EC keys");
        within("validity", settings.validity(), Duration.ofHours(1), Duration.ofDays(3650));
        settings.subjectO().ifPresent(name -> matches("subject-o", name, NAME, "1 to 64 characters"));
        settings.subjectOu().ifPresent(name -> matches("subject-ou", name, NAME, "1 to 64 characters"));
        CommandSettingsCheck.validation(settings.validation());
        PaceSettings.check(pace);
        CommandSettingsCheck.timeouts(command);
        CommandSettingsCheck.document("generate-csr-document", CsrCommand.document(settings));
    }
}
