package io.certfleet.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Serial;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import io.certfleet.rotation.UnexpiredCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a row's attributes of a wrong type or form are taken for. */
class FaultTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant END = NOW.plusSeconds(6 * 86_400);
    private static final AttributeValue NUMBER = AttributeValue.fromN("1796083200");

    private static final List<AttributeValue> EVERY_TYPE = List.of(
            AttributeValue.fromS("nonsense"),
            AttributeValue.fromN("1.5"),
            AttributeValue.fromBool(true),
            AttributeValue.fromNul(true),
            AttributeValue.fromB(SdkBytes.fromUtf8String("b")),
            AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromM(Map.of()))),
            AttributeValue.fromM(Map.of("a", AttributeValue.fromS("b"))),
            AttributeValue.fromSs(List.of("not hex", "b")),
            AttributeValue.fromNs(List.of("1", "2")));

    // No attribute of a row is of this type.
    private static final AttributeValue WRONG_FOR_ALL = AttributeValue.fromNs(List.of("1", "2"));

    static Stream<Arguments> attributes() {
        return active().host().reading().known().stream()
                .filter(name -> !name.equals("hostID"))
                .flatMap(name -> EVERY_TYPE.stream().map(value -> Arguments.of(name, value)));
    }

    static Stream<String> readAttributes() {
        return active().host().reading().known().stream()
                .filter(name ->
                        !List.of("hostID", "certificateArn", "lastError").contains(name));
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void whatever_an_attribute_is_its_row_is_read(String attribute, AttributeValue value) {
        Host host = active().with(attribute, value).host();
        assertThat(host.hostId()).isEqualTo(ID);
        assertThat(host.reading().row()).containsEntry(attribute, value);
    }

    @ParameterizedTest
    @MethodSource("readAttributes")
    void an_attribute_of_a_wrong_type_is_named_with_its_value(String attribute) {
        Host host = active().with(attribute, WRONG_FOR_ALL).host();
        assertThat(host.reading().isFaulty(attribute)).isTrue();
        assertThat(host.reading().fault().orElseThrow())
                .contains("attribute " + attribute + " is the number set [1, 2]");
        assertThat(host.reading().isNews()).isTrue();
    }

    @Test
    void an_expiry_that_cannot_be_read_was_not_removed_and_the_real_end_is_known() {
        Host host = active().with("expiry", NUMBER).host();
        assertThat(host.expiry()).isEmpty();
        assertThat(host.isWithoutExpiry()).isFalse();
        assertThat(host.certificateEnd()).contains(END);
        assertThat(host.reading().fault()).contains("attribute expiry is the number 1796083200: not a string");
        assertThat(active().without("expiry").host().isWithoutExpiry()).isTrue();
        assertThat(active().without("expiry").host().certificateEnd()).contains(END);
        assertThat(active().with("expiry", "").host().isWithoutExpiry()).isTrue();
        assertThat(active().with("expiry", "soon").host().reading().fault())
                .contains("attribute expiry is 'soon': not a time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0", "", "off", "fals"})
    void a_switch_that_is_not_clearly_on_is_off_and_said(String value) {
        Host host = Row.of(ID).with("enabled", value).host();
        assertThat(host.enabled()).isFalse();
        assertThat(host.reading().fault().orElseThrow()).contains("attribute enabled is '" + value + "'");
    }

    @Test
    void a_number_is_not_a_clear_switch_and_an_absent_one_is_on() {
        assertThat(Row.of(ID).with("enabled", 1).host().enabled()).isFalse();
        assertThat(Row.of(ID)
                        .with("enabled", AttributeValue.fromNul(true))
                        .host()
                        .enabled())
                .isFalse();
        assertThat(Row.of(ID).with("enabled", "true").host().reading().faults()).isEmpty();
        assertThat(Row.of(ID).with("enabled", "FALSE").host().reading().faults())
                .isEmpty();
        assertThat(Row.of(ID).host().enabled()).isTrue();
    }

    @Test
    void a_state_that_cannot_be_read_hides_no_revocation() {
        Row revoked = active().revokedSerials("a1").with("revokedAt", NOW);
        assertThat(revoked.with("state", NUMBER).host().state()).isEqualTo(HostState.REVOKED);
        assertThat(revoked.with("state", "revokd").host().state()).isEqualTo(HostState.REVOKED);
        assertThat(revoked.without("state").host().state()).isEqualTo(HostState.REVOKED);
        assertThat(active().with("state", NUMBER)
                        .with("revokedAt", NUMBER)
                        .host()
                        .state())
                .isEqualTo(HostState.REVOKED);
        // Let in again: the current key is younger.
        assertThat(active().with("state", NUMBER)
                        .with("revokedAt", NOW)
                        .with("rotatedAt", NOW.plusSeconds(1))
                        .host()
                        .state())
                .isEqualTo(HostState.ACTIVE);
        assertThat(active().with("state", NUMBER).host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(Row.of(ID).with("state", NUMBER).host().state()).isEqualTo(HostState.NEW);
    }

    @Test
    void of_a_list_with_a_bad_entry_the_others_are_read_and_one_with_a_serial_is_reached() {
        Host host = active().with(
                        "unexpired",
                        AttributeValue.fromL(List.of(
                                entry("a1", AttributeValue.fromS(END.toString())),
                                entry("a2", NUMBER),
                                AttributeValue.fromS("a3"))))
                .host();
        assertThat(host.unexpired())
                .extracting(UnexpiredCertificate::serial)
                .containsExactly(new Serial("a1"), new Serial("a2"));
        assertThat(host.certificateEnd()).contains(END);
        assertThat(host.reading().fault().orElseThrow()).contains("unexpired[1].notAfter", "unexpired[2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"id", "step", "stepAt", "startedAt", "settings", "attempts", "keyDigest", "paused", "terms"})
    void a_rotation_that_cannot_be_read_is_broken_and_not_absent(String attribute) {
        Host host = active().rotation("r", Step.CSR_REQUESTED, NOW)
                .with("rotation.keyDigest", "k")
                .with("rotation." + attribute, WRONG_FOR_ALL)
                .host();
        assertThat(host.rotation()).isEmpty();
        assertThat(host.brokenRotation()).isPresent();
        assertThat(host.brokenRotation().get().since()).contains(NOW);
        assertThat(host.reading().fault().orElseThrow()).contains("attribute rotation." + attribute);
    }

    @Test
    void a_half_written_rotation_is_broken_and_what_it_may_have_had_signed_is_known() {
        Host host = active().with("rotation.id", "r")
                .with("rotation.keyDigest", "k")
                .host();
        assertThat(host.brokenRotation()).contains(new BrokenRotation(Optional.empty(), Optional.of("k")));
        assertThat(host.orphanedKeys()).extracting(OrphanedKey::digest).containsExactly("k");
        assertThat(host.reading().fault().orElseThrow()).contains("attribute rotation.step is missing");
        assertThat(active().with("rotation", "r").host().brokenRotation()).isPresent();
    }

    @Test
    void a_rotation_goes_on_whatever_its_words_for_people_are() {
        Host host = active().rotation("r", Step.CSR_REQUESTED, NOW)
                .with("rotation.reason", NUMBER)
                .host();
        assertThat(host.rotation()).isPresent();
        assertThat(host.reading().isFaulty("rotation")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enabled", "enable", "ENABLED", "enabeld"})
    void a_switch_with_a_typing_error_in_its_name_is_off_unless_it_is_clearly_on(String name) {
        Host off = Row.of(ID).with(name, AttributeValue.fromBool(false)).host();
        assertThat(off.enabled()).isFalse();
        assertThat(off.reading().fault().orElseThrow()).contains("attribute " + name + " is the boolean false");
        Host on = Row.of(ID).with(name, "true").host();
        assertThat(on.enabled()).isTrue();
        assertThat(on.reading().fault()).isEmpty();
        assertThat(on.reading().toWarnOf().orElseThrow()).contains(name);
        assertThat(Row.of(ID).with("enabled", "true").with(name, "no").host().enabled())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KeyPath",
                "keyAlgoritm",
                "key_path",
                "certpath",
                "roleARN",
                "ownr",
                "Expiry",
                "reload-unit",
                "retyrAt"
            })
    void a_name_that_nearly_is_known_is_warned_of(String name) {
        Reading reading = active().with(name, "x").host().reading();
        assertThat(reading.toWarnOf().orElseThrow()).contains("attribute " + name + " is unknown", "did you mean");
        assertThat(reading.fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "site",
                "stage",
                "rack",
                "ticket",
                "costCenter",
                "environment",
                "team",
                "os",
                "path",
                "ownedBy",
                "expires_"
            })
    void a_users_own_attribute_is_silently_fine(String name) {
        assertThat(active().with(name, "x").host().reading().toWarnOf()).isEmpty();
    }

    @Test
    void a_row_that_says_what_is_wrong_with_it_is_not_news() {
        Row row = active().with("expiry", NUMBER).with("KeyPath", "/etc/other");
        String warning = row.host().reading().toWarnOf().orElseThrow();
        assertThat(row.host().reading().isNews()).isTrue();
        assertThat(row.with("warning", warning).host().reading().isNews()).isFalse();
        assertThat(row.with("expiry", END).host().reading().isNews()).isTrue();
        assertThat(active().with("warning", warning).host().reading().isNews()).isTrue();
    }

    private static Row active() {
        return Row.of(ID).active("a1", NOW.minusSeconds(86_400), END);
    }

    private static AttributeValue entry(String serial, AttributeValue notAfter) {
        return AttributeValue.fromM(Map.of(
                "serial", AttributeValue.fromS(serial),
                "notAfter", notAfter,
                "certificateArn", AttributeValue.fromS(Row.arn(serial))));
    }
}
