package io.certfleet.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Serial;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class UpdateTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");

    private final FakeDynamoDb table = new FakeDynamoDb();

    private boolean write(Update update) {
        return table.inventory().write(update);
    }

    @Test
    void the_expressions_name_everything_by_placeholders() {
        UpdateItemRequest request = Update.of(ID)
                .when("rotation.id", "r")
                .when("rotation.step", Step.ISSUED.word())
                .when("rotation.attempts", 0)
                .set("state", "active")
                .remove("rotation.commandId", "lastError")
                .add("failures", 1)
                .request("table");
        assertThat(request.tableName()).isEqualTo("table");
        assertThat(request.key().get("hostID").s()).isEqualTo(ID);
        assertThat(request.updateExpression())
                .isEqualTo("SET #state = :v3 REMOVE #rotation.#commandId, #lastError ADD #failures :v4");
        assertThat(request.conditionExpression())
                .isEqualTo("attribute_exists(hostID) AND #rotation.#id = :v0 AND #rotation.#step = :v1"
                        + " AND (attribute_not_exists(#rotation.#attempts) OR #rotation.#attempts = :v2)");
        assertThat(request.expressionAttributeNames()).containsEntry("#commandId", "commandId");
        assertThat(request.expressionAttributeValues().get(":v1").s()).isEqualTo("issued");
    }

    @Test
    void a_deleted_row_stays_deleted() {
        assertThat(write(Update.of(ID).set("state", "active"))).isFalse();
        assertThat(table.has(ID)).isFalse();
    }

    @Test
    void nothing_overwrites_another_rotation_or_a_later_step() {
        table.put(Row.of(ID).rotation("r", Step.ISSUED, NOW));
        assertThat(write(Update.of(ID)
                        .when("rotation.id", "other")
                        .when("rotation.step", Step.ISSUED.word())
                        .set("state", "x")))
                .isFalse();
        assertThat(write(Update.of(ID)
                        .when("rotation.id", "r")
                        .when("rotation.step", Step.CSR_REQUESTED.word())
                        .set("state", "x")))
                .isFalse();
        assertThat(write(Update.of(ID)
                        .when("rotation.id", "r")
                        .when("rotation.step", Step.ISSUED.word())
                        .set("state", "x")))
                .isTrue();
        assertThat(table.row(ID).get("state").s()).isEqualTo("x");
    }

    @Test
    void a_condition_on_what_may_be_absent_holds_as_it_was_read() {
        table.put(Row.of(ID).with("state", "new"));
        assertThat(write(Update.of(ID).when("state", Optional.empty()).set("a", "1")))
                .isFalse();
        assertThat(write(Update.of(ID).when("state", Optional.of("new")).set("a", "1")))
                .isTrue();
        assertThat(write(Update.of(ID).when("serial", Optional.of("s")).set("a", "1")))
                .isFalse();
        assertThat(write(Update.of(ID).when("serial", Optional.empty()).set("a", "1")))
                .isTrue();
    }

    @Test
    void an_absent_number_counts_as_zero() {
        table.put(Row.of(ID));
        assertThat(write(Update.of(ID).when("failures", 1).set("a", "1"))).isFalse();
        assertThat(write(Update.of(ID).when("failures", 0).add("failures", 1))).isTrue();
        assertThat(write(Update.of(ID).when("failures", 0).add("failures", 1))).isFalse();
        assertThat(write(Update.of(ID).when("failures", 1).add("failures", 1))).isTrue();
        assertThat(table.row(ID).get("failures").n()).isEqualTo("2");
    }

    @Test
    void a_list_is_only_replaced_while_it_has_the_length_that_was_read() {
        UnexpiredCertificate certificate = new UnexpiredCertificate(new Serial("a1"), NOW, "arn");
        table.put(Row.of(ID));
        assertThat(write(Update.of(ID).whenSize("unexpired", 1).set("a", "1"))).isFalse();
        assertThat(write(Update.of(ID).whenSize("unexpired", 0).append("unexpired", certificate.attribute())))
                .isTrue();
        assertThat(write(Update.of(ID).whenSize("unexpired", 0).append("unexpired", certificate.attribute())))
                .isFalse();
        assertThat(write(Update.of(ID)
                        .append("unexpired", new UnexpiredCertificate(new Serial("a2"), NOW, "arn2").attribute())))
                .isTrue();
        assertThat(table.host(ID).unexpired())
                .extracting(UnexpiredCertificate::serial)
                .containsExactly(new Serial("a1"), new Serial("a2"));
        assertThat(write(Update.of(ID)
                        .whenSize("unexpired", 2)
                        .set("unexpired", HostItem.unexpired(table.host(ID), List.of(certificate)))))
                .isTrue();
        assertThat(table.host(ID).unexpired()).containsExactly(certificate);
    }

    @Test
    void an_emptied_list_has_the_length_zero() {
        table.put(Row.of(ID).unexpired("a1", NOW));
        assertThat(write(Update.of(ID)
                        .whenSize("unexpired", 1)
                        .set("unexpired", HostItem.unexpired(table.host(ID), List.of()))))
                .isTrue();
        assertThat(table.host(ID).unexpired()).isEmpty();
        assertThat(write(Update.of(ID).whenSize("unexpired", 0).set("a", "1"))).isTrue();
    }

    @Test
    void a_set_grows_by_what_is_new_and_none_changes_nothing() {
        table.put(Row.of(ID).revokedSerials("a1"));
        write(Update.of(ID).set("a", "1").add("revokedSerials", List.of()));
        assertThat(table.host(ID).revokedSerials()).containsExactly(new Serial("a1"));
        write(Update.of(ID).add("revokedSerials", List.of(new Serial("a1").hex(), new Serial("a2").hex())));
        assertThat(table.host(ID).revokedSerials()).containsExactlyInAnyOrder(new Serial("a1"), new Serial("a2"));
    }

    @Test
    void a_time_is_written_to_the_millisecond() {
        table.put(Row.of(ID));
        write(Update.of(ID).set("retryAt", NOW));
        assertThat(table.row(ID).get("retryAt").s()).isEqualTo("2026-11-24T10:00:00.123Z");
    }
}
