package io.certfleet.issuer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.certfleet.command.CommandSettings;
import io.certfleet.command.Unreachable;
import io.certfleet.pace.PaceSettings;
import io.certfleet.settings.Configured;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSettingsCheckTest {
    private static final Map<String, String> GOOD = Map.of(
            "certfleet.table-name", "certfleet-inventory",
            "certfleet.topic-arn", "arn:aws:sns:us-east-1:111122223333:certfleet-notifications",
            "certfleet.ca-arn", "arn:aws-cn:acm-pca:cn-north-1:111122223333:certificate-authority/0a1b",
            "certfleet.generate-csr-document", "certfleet-generate-csr",
            "certfleet.generate-csr-document-version", "12",
            "certfleet.generate-csr-document-hash", "0123456789abcdef".repeat(4),
            "certfleet.profile-arn", "arn:aws:rolesanywhere:us-east-1:111122223333:profile/p",
            "certfleet.role-arn", "arn:aws:iam::111122223333:role/r");

    @Test
    void the_defaults_are_taken() {
        assertThatCode(() -> check(GOOD)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "validity, PT1H",
        "validity, P3650D",
        "signing-algorithm, SHA512WITHECDSA",
        "validation, off",
        "validation, if-installed",
        "subject-o, Example Corp",
        "delivery-timeout, PT30S",
        "execution-timeout, PT5S",
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
        "signing-algorithm, ROT13",
        "validity, PT59M",
        "validity, P3651D",
        "subject-o, 0123456789012345678901234567890123456789012345678901234567890123x",
        "subject-ou, 0123456789012345678901234567890123456789012345678901234567890123x",
        "validation, perhaps",
        "generate-csr-document, a/b",
        "generate-csr-document-version, zero",
        "generate-csr-document-version, 0",
        "generate-csr-document-hash, xyz",
        "delivery-timeout, PT29S",
        "delivery-timeout, P31D",
        "execution-timeout, PT4S",
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

    private static Map<String, String> with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("certfleet." + setting, value);
        return settings;
    }

    private static void check(Map<String, String> settings) {
        new IssuerSettingsCheck(
                Configured.of(IssuerSettings.class, settings),
                Configured.of(PaceSettings.class, settings),
                Configured.of(CommandSettings.class, settings),
                Configured.of(Unreachable.Settings.class, settings),
                settings.get("certfleet.table-name"),
                settings.get("certfleet.topic-arn"));
    }
}
