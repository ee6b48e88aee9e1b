package io.certfleet.crlsync;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.certfleet.settings.Configured;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlSettingsCheckTest {
    private static final Map<String, String> GOOD = Map.of(
            "certfleet.topic-arn",
            "arn:aws:sns:us-east-1:111122223333:certfleet-notifications",
            "certfleet.ca-arn",
            FakeAws.CA_ARN,
            "certfleet.trust-anchor-arn",
            FakeAws.ANCHOR,
            "certfleet.crl-bucket",
            "crls");

    @Test
    void the_defaults_are_taken() {
        assertThatCode(() -> check(GOOD)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"crl-key-prefix, pki/crl/", "crl-name, a stack_s-CRL", "crl-warning, PT0S"})
    void the_edges_are_taken(String setting, String value) {
        assertThatCode(() -> check(with(setting, value))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "topic-arn, nonsense",
        "ca-arn, nonsense",
        "trust-anchor-arn, foo",
        "crl-bucket, My_Bucket",
        "crl-key-prefix, crl",
        "crl-name, a/b",
        "crl-warning, PT-1S"
    })
    void what_makes_no_sense_is_refused_by_name_and_value(String setting, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(with(setting, value)))
                .withMessageContaining("CERTFLEET_" + setting.replace('-', '_').toUpperCase(Locale.ROOT))
                .withMessageContaining("'" + value + "'");
    }

    private static Map<String, String> with(String setting, String value) {
        Map<String, String> settings = new HashMap<>(GOOD);
        settings.put("certfleet." + setting, value);
        return settings;
    }

    private static void check(Map<String, String> settings) {
        new CrlSettingsCheck(Configured.of(CrlSettings.class, settings), settings.get("certfleet.topic-arn"));
    }
}
