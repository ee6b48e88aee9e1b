package io.certfleet.crlsync;

import static io.certfleet.settings.SettingCheck.arn;
import static io.certfleet.settings.SettingCheck.matches;
import static io.certfleet.settings.SettingCheck.within;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with settings that make no sense, and names the setting. */
@Startup
@ApplicationScoped
class CrlSettingsCheck {

    CrlSettingsCheck(CrlSettings settings, @ConfigProperty(name = "certfleet.topic-arn") String topicArn) {
        arn("topic-arn", topicArn, "sns", "[\\w-]{1,256}");
        arn("ca-arn", settings.caArn(), "acm-pca", "certificate-authority/[\\w-]+");
        arn("trust-anchor-arn", settings.trustAnchorArn(), "rolesanywhere", "trust-anchor/[\\w-]+");
        // S3 user guide, "General purpose bucket naming rules".
        matches("crl-bucket", settings.crlBucket(), "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket");
        matches(
                "crl-key-prefix",
                settings.crlKeyPrefix(),
                "([A-Za-z0-9._/-]+/)?",
                "empty or a path that ends with a slash");
        // ImportCrl's name in the API reference.
        matches(
                "crl-name",
                settings.crlName(),
                "[ a-zA-Z0-9_-]{1,255}",
                "1 to 255 letters, digits, blanks, hyphens and underscores");
        within("crl-warning", settings.crlWarning(), Duration.ZERO, Duration.ofDays(3650));
    }
}
