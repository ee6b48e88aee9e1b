package io.certfleet.rotation;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that can be set for a host, one a line: its name in the row and in the payloads, what holds without it and what it must
 * look like. Row, configuration and payloads follow from it.
 */
@SuppressWarnings("ImmutableEnumChecker") // records of what is immutable, which Error Prone does not look into
public enum HostSetting {
    CERT_PATH("certPath", Default.of("/etc/certfleet"), SettingFormat.PATH),
    KEY_PATH("keyPath", Default.of("/etc/certfleet"), SettingFormat.PATH),
    CSR_PATH("csrPath", Default.of("/etc/certfleet"), SettingFormat.PATH),
    CACERT_PATH("cacertPath", Default.of("/etc/certfleet"), SettingFormat.PATH),
    /** The folder that holds {@code aws_signing_helper}. */
    SIGNINGHELPER_PATH("signinghelperPath", Default.of("/usr/local/bin"), SettingFormat.PATH),
    KEY_ALGORITHM(
            "keyAlgorithm",
            Default.of(KeyAlgorithm.EC_PRIME256V1.word()),
            SettingFormat.oneOf(
                    Stream.of(KeyAlgorithm.values()).map(KeyAlgorithm::word).toArray(String[]::new))),
    ROLE_ARN("roleArn", Default.DEPLOYED, SettingFormat.arn("a role")),
    PROFILE_ARN("profileArn", Default.DEPLOYED, SettingFormat.arn("a Roles Anywhere profile")),
    OWNER("owner", Default.of("root"), SettingFormat.USER),
    /** The systemd unit to reload after a switch. */
    RELOAD_UNIT("reloadUnit", Default.NONE, SettingFormat.UNIT),
    /** systemctl's word for it, {@code reload} without one; {@code try-reload-or-restart} for a unit without ExecReload. */
    RELOAD_MODE("reloadMode", Default.NONE, SettingFormat.oneOf("reload", "try-reload-or-restart"));

    /**
     * What holds where the row says nothing.
     *
     * @param isRequired whether a rotation must have the setting; a new one is not required, since those under way lack it
     * @param value what holds unless the service's configuration says something else
     */
    public record Default(boolean isRequired, Optional<String> value) {
        static final Default NONE = new Default(false, Optional.empty());
        /** Known once the stack is: the service's configuration must have it. */
        static final Default DEPLOYED = new Default(true, Optional.empty());

        static Default of(String value) {
            return new Default(true, Optional.of(value));
        }

        /** Whether the service's configuration has a part in it. */
        public boolean isConfigured() {
            return isRequired || value.isPresent();
        }
    }

    private final String attribute;
    private final Default byDefault;
    private final SettingFormat format;

    HostSetting(String attribute, Default byDefault, SettingFormat format) {
        this.attribute = attribute;
        this.byDefault = byDefault;
        this.format = format;
    }

    /** Its name in the row and in the payloads. */
    public String attribute() {
        return attribute;
    }

    /** The default's name in a service's configuration, such as {@code certfleet.cert-path} (CERTFLEET_CERT_PATH). */
    public String property() {
        return "certfleet." + attribute.replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
    }

    /** What holds where the row says nothing. */
    public Default byDefault() {
        return byDefault;
    }

    void check(String value) {
        format.check(attribute, value);
    }
}
