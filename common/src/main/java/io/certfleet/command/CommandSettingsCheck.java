package io.certfleet.command;

import static io.certfleet.settings.SettingCheck.matches;
import static io.certfleet.settings.SettingCheck.oneOf;
import static io.certfleet.settings.SettingCheck.within;

import java.time.Duration;
import java.util.List;

/** Refuses what Systems Manager would refuse of every command. */
public final class CommandSettingsCheck {
    private CommandSettingsCheck() {}

    /** SendCommand's TimeoutSeconds, and executionTimeout of aws:runShellScript (SSM API and document references). */
    public static void timeouts(CommandSettings settings) {
        within("delivery-timeout", settings.deliveryTimeout(), Duration.ofSeconds(30), Duration.ofDays(30));
        within(
                "offline-delivery-timeout",
                settings.offlineDeliveryTimeout(),
                Duration.ofSeconds(30),
                Duration.ofDays(30));
        within("execution-timeout", settings.executionTimeout(), Duration.ofSeconds(5), Duration.ofDays(2));
    }

    /** Whether hosts prove a certificate, as both documents take it. */
    public static void validation(String word) {
        oneOf("validation", word, List.of("required", "if-installed", "off"));
    }

    /** SendCommand's DocumentName, DocumentVersion and DocumentHash. */
    public static void document(String setting, Document document) {
        matches(setting, document.name(), "[a-zA-Z0-9_.-]{3,128}", "the name of a document");
        matches(setting + "-version", document.version(), "[1-9][0-9]*", "a document's number, which pins it");
        matches(setting + "-hash", document.hash(), "[0-9a-f]{64}", "a SHA-256 in hexadecimal");
    }

    /** When the operators are notified of a host that is not reached. */
    public static void offline(Unreachable.Settings settings) {
        Duration longest = Duration.ofDays(3650);
        within("offline.first-certificate", settings.firstCertificate(), Duration.ZERO, longest);
        within("offline.expiry-threshold", settings.expiryThreshold(), Duration.ZERO, longest);
    }
}
