package io.certfleet.crlsync;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Refuses to start with settings that make no sense, and names the setting. */
@Startup
@ApplicationScoped
class CrlSettingsCheck {

    CrlSettingsCheck(CrlSettings settings) {
        require(
                settings.caArn().matches("arn:aws[\\w-]*:acm-pca:[\\w-]+:\\d{12}:certificate-authority/[\\w-]+"),
                "ca-arn",
                settings.caArn(),
                "the ARN of a certificate authority of Private CA");
        require(
                settings.trustAnchorArn().matches("arn:aws[\\w-]*:rolesanywhere:[\\w-]+:\\d{12}:trust-anchor/[\\w-]+"),
                "trust-anchor-arn",
                settings.trustAnchorArn(),
                "the ARN of a trust anchor of Roles Anywhere");
        // S3 user guide, "General purpose bucket naming rules".
        require(
                settings.crlBucket().matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
                "crl-bucket",
                settings.crlBucket(),
                "the name of a bucket");
        // ImportCrl's name in the API reference.
        require(
                settings.crlName().matches("[ a-zA-Z0-9_-]{1,255}"),
                "crl-name",
                settings.crlName(),
                "1 to 255 letters, digits, blanks, hyphens and underscores");
        require(
                !settings.crlWarning().isNegative(),
                "crl-warning",
                settings.crlWarning().toString(),
                "0 or longer");
    }

    private static void require(boolean holds, String setting, String value, String range) {
        if (!holds) {
            throw new IllegalArgumentException("certfleet." + setting + " (CERTFLEET_"
                    + setting.replace('-', '_').toUpperCase(Locale.ROOT) + ") is '" + value + "', which is not "
                    + range);
        }
    }
}
