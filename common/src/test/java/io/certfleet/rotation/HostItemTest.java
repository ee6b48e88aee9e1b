package io.certfleet.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void a_row_that_holds_only_its_key_is_a_new_host() {
        Host host = Row.of(ID).host();
        assertThat(host.hostId()).isEqualTo(ID);
        assertThat(host.state()).isEqualTo(HostState.NEW);
        assertThat(host.enabled()).isTrue();
        assertThat(host.expiry()).isEmpty();
        assertThat(host.serial()).isEmpty();
        assertThat(host.rotation()).isEmpty();
        assertThat(host.overrides()).isEmpty();
        assertThat(host.failures()).isZero();
        assertThat(host.reading().toWarnOf()).isEmpty();
        assertThat(host.reading().isNews()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-31 12:00:00", "2024-01-31 12:00:00+00:00", "2024-01-31T12:00:00Z"})
    void a_row_of_the_original_is_an_active_host(String expiry) {
        Host host = Row.of(ID)
                .with("expiry", expiry)
                .with("serial", "b3c0f7e8d2a41964c1be07f3a98d215")
                .host();
        assertThat(host.expiry()).contains(Instant.parse("2024-01-31T12:00:00Z"));
        assertThat(host.serial()).contains(new Serial("0b3c0f7e8d2a41964c1be07f3a98d215"));
        assertThat(host.state()).isEqualTo(HostState.ACTIVE);
        assertThat(host.notBefore()).isEmpty();
    }

    @Test
    void an_empty_expiry_or_serial_is_not_one() {
        Host host = Row.of(ID).with("expiry", "").with("serial", " ").host();
        assertThat(host.expiry()).isEmpty();
        assertThat(host.serial()).isEmpty();
        assertThat(host.state()).isEqualTo(HostState.NEW);
    }

    @Test
    void enabled_false_is_understood_as_a_boolean_and_as_a_word() {
        assertThat(Row.of(ID)
                        .with("enabled", AttributeValue.fromBool(false))
                        .host()
                        .enabled())
                .isFalse();
        assertThat(Row.of(ID).with("enabled", "false").host().enabled()).isFalse();
        assertThat(Row.of(ID).with("enabled", "False").host().enabled()).isFalse();
        assertThat(Row.of(ID)
                        .with("enabled", AttributeValue.fromBool(true))
                        .host()
                        .enabled())
                .isTrue();
        assertThat(Row.of(ID).with("enabled", "true").host().enabled()).isTrue();
    }

    @Test
    void a_setting_of_another_type_or_an_empty_one_is_not_an_absent_one() {
        Host host = Row.of(ID).with("certPath", 7).with("owner", "").host();
        assertThat(host.overrides()).containsOnlyKeys("certPath", "owner").containsEntry("owner", "");
        assertThat(host.overrides().get("certPath")).contains("7");
    }

    @Test
    void a_rotation_is_read_with_its_frozen_settings() {
        Rotation rotation = Row.of(ID)
                .rotation("r", Step.INSTALLING, NOW)
                .with("rotation.commandId", "c")
                .with("rotation.keyDigest", "k")
                .with("rotation.certificateArn", Row.arn("a1"))
                .with("rotation.serial", "a1")
                .with("rotation.notBefore", NOW)
                .with("rotation.notAfter", NOW.plusSeconds(9))
                .with("rotation.paused", 1)
                .host()
                .rotation()
                .orElseThrow();
        assertThat(rotation.id()).isEqualTo("r");
        assertThat(rotation.step()).isEqualTo(Step.INSTALLING);
        assertThat(rotation.startedAt()).isEqualTo(NOW);
        assertThat(rotation.settings()).isEqualTo(Row.SETTINGS);
        Rotation.Installing installing = (Rotation.Installing) rotation;
        assertThat(installing.certificate().serial()).isEqualTo(new Serial("a1"));
        assertThat(rotation.notAfter()).contains(NOW.plusSeconds(9));
        assertThat(rotation.paused()).isTrue();
        assertThat(installing.delay().isNotified()).isFalse();
        assertThat(rotation.awaitsAdoption()).isFalse();
    }

    @Test
    void a_key_without_an_arn_awaits_adoption() {
        Row row = Row.of(ID).rotation("r", Step.CSR_REQUESTED, NOW);
        assertThat(row.host().rotation().orElseThrow().awaitsAdoption()).isFalse();
        assertThat(row.with("rotation.keyDigest", "k")
                        .host()
                        .rotation()
                        .orElseThrow()
                        .awaitsAdoption())
                .isTrue();
    }

    @Test
    void lists_and_sets_are_read() {
        Host host = Row.of(ID)
                .unexpired("a1", NOW)
                .unexpired("a2", NOW)
                .revokedSerials("a1")
                .with("orphanedKeys", AttributeValue.fromSs(List.of("k")))
                .host();
        assertThat(host.unexpired())
                .containsExactly(
                        new UnexpiredCertificate(new Serial("a1"), NOW, Row.arn("a1")),
                        new UnexpiredCertificate(new Serial("a2"), NOW, Row.arn("a2")));
        assertThat(host.revokedSerials()).isEqualTo(Set.of(new Serial("a1")));
        assertThat(host.orphanedKeys()).containsExactly(new OrphanedKey("k", Optional.empty()));
        assertThat(host.knows(new Serial("a2"))).isTrue();
        assertThat(host.knows(new Serial("a3"))).isFalse();
    }

    @Test
    void a_hundred_and_one_rows_are_read_in_two_calls() {
        FakeDynamoDb table = new FakeDynamoDb();
        List<String> ids = IntStream.range(0, 101)
                .mapToObj(number -> "mi-%017d".formatted(number))
                .toList();
        ids.forEach(id -> table.put(Row.of(id)));
        assertThat(table.inventory().find(ids)).hasSize(101);
    }
}
