package io.certfleet.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostSettingsTest {

    private static HostSettings with(String attribute, String value) {
        Map<String, String> attributes = new HashMap<>(Row.SETTINGS.attributes());
        attributes.put(attribute, value);
        return new HostSettings(attributes);
    }

    private static void assertRefused(String attribute, String value) {
        assertThatThrownBy(() -> with(attribute, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("attribute " + attribute + " is '" + value + "'");
    }

    @Test
    void settings_survive_the_row() {
        Map<String, String> attributes = new HashMap<>(Row.SETTINGS.attributes());
        attributes.put("reloadUnit", "nginx@a-1.service");
        attributes.put("reloadMode", "try-reload-or-restart");
        HostSettings settings = new HostSettings(attributes);
        assertThat(new HostSettings(settings.attributes())).isEqualTo(settings);
        assertThat(settings.attributes().keySet()).containsExactlyElementsOf(HostSettings.ATTRIBUTES);
        assertThat(Row.SETTINGS.attributes()).doesNotContainKeys("reloadUnit", "reloadMode");
    }

    @Test
    void a_unit_is_reloaded_in_one_of_two_ways() {
        assertThat(with("reloadMode", "reload").attributes()).containsEntry("reloadMode", "reload");
        for (String mode : List.of("restart", "", "reload ", "Reload", "stop")) {
            assertRefused("reloadMode", mode);
        }
    }

    static List<String> paths() {
        return List.of("certPath", "keyPath", "csrPath", "cacertPath", "signinghelperPath");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_path_is_absolute_and_holds_nothing_that_a_shell_or_a_field_would_take_apart(String attribute) {
        for (String good : List.of("/a", "/opt/my-app/tls_1", "/etc/a+b@c", "/home/u/.certs", "/a.b")) {
            assertThat(with(attribute, good).attributes()).containsEntry(attribute, good);
        }
        for (String bad : List.of(
                "",
                "/",
                "relative",
                "./here",
                "etc/certfleet",
                "/etc/",
                "//etc",
                "/etc//x",
                "/etc/..",
                "/etc/../tmp",
                "/..",
                "/etc/.",
                "/a/..b",
                "/./etc",
                "/etc/a b",
                " /etc",
                "/etc/a\tb",
                "/etc/a\nb",
                "/etc\n",
                "/etc/'a'",
                "/etc/\"a\"",
                "/etc/$(id)",
                "/etc/$HOME",
                "/etc/`id`",
                "/etc/a;b",
                "/etc/a|b",
                "/etc/a&b",
                "/etc/a*",
                "/etc/a?",
                "/etc/~",
                "/etc/a\\b",
                "/etc/a\u0000b",
                "/etc/ä")) {
            assertRefused(attribute, bad);
        }
    }

    @Test
    void a_path_may_have_200_characters_and_not_201() {
        String longest = "/" + "a".repeat(199);
        assertThat(with("certPath", longest).attributes().get("certPath")).hasSize(200);
        assertRefused("certPath", longest + "a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1"})
    void four_kinds_of_keys_are_made(String algorithm) {
        assertThat(with("keyAlgorithm", algorithm).keyAlgorithm().word()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "RSA_1024", "rsa_2048", "RSA_2048 ", "EC_secp256k1", "EC_prime256v1\n", "$(id)"})
    void no_other_kind_is_made(String algorithm) {
        assertRefused("keyAlgorithm", algorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "_app", "app-1", "aaaaaaaabbbbbbbbccccccccdddddddd"})
    void an_owner_is_a_user_name(String owner) {
        assertThat(with("owner", owner).attributes().get("owner")).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root",
                "1app",
                "-app",
                "a b",
                "a:b",
                "root\n",
                "$(id)",
                "../root",
                "'root'",
                "aaaaaaaabbbbbbbbccccccccdddddddde"
            })
    void anything_else_is_not_an_owner(String owner) {
        assertRefused("owner", owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nginx",
                ".service",
                "nginx.timer",
                "nginx.service ",
                "nginx.service\n",
                "a b.service",
                "a/b.service",
                "$(id).service",
                "nginx.service;id"
            })
    void only_a_service_unit_is_reloaded(String unit) {
        assertRefused("reloadUnit", unit);
    }

    @Test
    void no_unit_begins_like_an_option() {
        assertRefused("reloadUnit", "--now.service");
    }

    @Test
    void a_unit_may_have_200_characters_before_its_ending_and_not_201() {
        assertThat(with("reloadUnit", "u".repeat(200) + ".service").attributes())
                .containsKey("reloadUnit");
        assertRefused("reloadUnit", "u".repeat(201) + ".service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "arn:aws:s3:::bucket", "arn:aws:iam::1:role/a b", "role/r", "arn:aws:iam::1:role/r\n"})
    void only_arns_of_iam_and_roles_anywhere_are_roles_and_profiles(String arn) {
        assertRefused("roleArn", arn);
        assertRefused("profileArn", arn);
    }
}
