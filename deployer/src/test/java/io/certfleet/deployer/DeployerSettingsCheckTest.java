package io.certfleet.deployer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.Unreachable;
import io.certfleet.settings.Configured;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployerSettingsCheckTest {
    private static final Map<String, String> GOOD = Map.of(
            "certfleet.table-name", "certfleet-inventory",
            "certfleet.topic-arn", "arn:aws:sns:us-east-1:111122223333:certfleet-notifications",
            "certfleet.ca-arn", "arn:aws-cn:acm-pca:cn-north-1:111122223333:certificate-authority/0a1b",
            "certfleet.install-certificate-document", "certfleet-install-certificate",
            "certfleet.install-certificate-document-version", "12",
            "certfleet.install-certificate-document-hash", "0123456789abcdef".repeat(4),
            "certfleet.trust-anchor-arn", "arn:aws-cn:rolesanywhere:cn-north-1:111122223333:trust-anchor/t");

    @Test
    void the_defaults_are_taken() {
        assertThatCode(() -> check(GOOD)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "validity, PT1H",
        "validity, P3650D",
        "validation, off",
        "validation, if-installed",
        "delivery-timeout, PT30S",
        "execution-timeout, PT40S",
        "proof-spread, PT0S",
        "proof-spread, PT1M30S",
        "offline.first-certificate, PT0S"
    })
    void the_edges_are_taken(String setting, String value) {
        assertThatCode(() -> check(with(setting, value))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "table-name, a b",
        "topic-arn, nonsense",
        "ca-arn, nonsense",
        "ca-arn, arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/0a1b/certificate/1",
        "trust-anchor-arn, foo",
        "validity, PT59M",
        "validity, P3651D",
        "validation, perhaps",
        "install-certificate-document, a/b",
        "install-certificate-document-version, zero",
        "install-certificate-document-version, 0",
        "install-certificate-document-hash, xyz",
        "delivery-timeout, PT29S",
        "delivery-timeout, P31D",
        "execution-timeout, PT4S",
        "proof-spread, PT-1S",
        "proof-spread, PT1M31S",
        "proof-spread, PT16M40S",
        "offline.first-certificate, PT-1S",
        "offline.expiry-threshold, PT-1S"
    })
    void what_makes_no_sense_is_refused_by_name_and_value(String setting, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(with(setting, value)))
                .withMessageContaining(
                        "CERTFLEET_" + setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .withMessageContaining("'" + value.replace("P31D", "PT744H").replace("P3651D", "PT87624H") + "'");
    }

    @Test
    void where_nothing_is_proved_no_time_is_needed_for_it() {
        Map<String, String> settings = with("validation", "off");
        settings.put("certfleet.execution-timeout", "PT5S");
        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    private static Map<String, String> with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("certfleet." + setting, value);
        return settings;
    }

    private static void check(Map<String, String> settings) {
        new DeployerSettingsCheck(
                Configured.of(DeployerSettings.class, settings),
                Configured.of(CommandSettings.class, settings),
                Configured.of(Unreachable.Settings.class, settings),
                settings.get("certfleet.table-name"),
                settings.get("certfleet.topic-arn"));
    }
}
