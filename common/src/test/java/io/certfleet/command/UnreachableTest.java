package io.certfleet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.notification.FakeSns;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import io.certfleet.table.Update;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSns topic = new FakeSns();
    private final Unreachable unreachable =
            new Unreachable(table.inventory(), topic.notifications(), new Unreachable.Settings() {
                @Override
                public Duration firstCertificate() {
                    return DAY;
                }

                @Override
                public Duration expiryThreshold() {
                    return DAY;
                }
            });

    private void record() {
        record(NOW);
    }

    private void record(Instant now) {
        Host host = table.host(ID);
        unreachable.record(host, host.rotation().orElseThrow(), "Delivery Timed Out", now);
    }

    private static Row waiting(Instant startedAt) {
        return Row.of(ID).rotation("r", Step.CSR_REQUESTED, startedAt).with("rotation.commandId", "c");
    }

    @Test
    void an_unreachable_host_is_offline_and_keeps_its_rotation() {
        table.put(waiting(NOW));
        record();
        assertThat(table.host(ID).state()).isEqualTo(HostState.OFFLINE);
        assertThat(table.host(ID).isUnderWay("r")).isTrue();
        assertThat(table.row(ID).get("lastError").s()).contains("Delivery Timed Out");
        assertThat(topic.subjects()).isEmpty();
    }

    @Test
    void operators_are_notified_once_when_a_first_certificate_is_a_day_late() {
        table.put(waiting(NOW.minus(DAY).plusSeconds(1)));
        record();
        assertThat(topic.subjects()).isEmpty();
        table.put(waiting(NOW.minus(DAY)));
        record();
        record();
        assertThat(topic.subjects()).containsExactly("Certfleet: " + ID + " is offline");
    }

    @Test
    void operators_are_notified_once_when_the_current_certificate_comes_to_its_end() {
        table.put(waiting(NOW).active("a1", NOW.minus(DAY), NOW.plus(DAY).plusSeconds(1)));
        record();
        assertThat(topic.subjects()).isEmpty();
        table.put(waiting(NOW).active("a1", NOW.minus(DAY), NOW.plus(DAY)));
        record();
        record();
        assertThat(topic.texts()).hasSize(1);
        assertThat(topic.texts().getFirst()).contains("good until 2026-11-25T10:00:00Z");
    }

    @Test
    void a_day_without_a_first_certificate_counts_over_all_rotations_and_is_told_once_over_them() {
        table.put(waiting(NOW.minus(DAY)));
        record(NOW.minus(DAY).plusSeconds(600));
        begin("r2", NOW.minusSeconds(600));
        record(NOW.minusSeconds(1));
        assertThat(topic.subjects()).isEmpty();
        record(NOW);
        assertThat(topic.subjects()).hasSize(1);
        begin("r3", NOW.plus(DAY));
        record(NOW.plus(DAY.multipliedBy(2)));
        assertThat(topic.subjects()).hasSize(1);
    }

    /** The sweep has closed the rotation and begun another. */
    private void begin(String rotationId, Instant startedAt) {
        table.inventory()
                .write(Update.of(ID)
                        .set("rotation.id", rotationId)
                        .set("rotation.startedAt", startedAt)
                        .set("rotation.stepAt", startedAt));
    }

    @Test
    void the_answer_of_another_command_changes_nothing() {
        table.put(waiting(NOW));
        Host read = table.host(ID);
        table.put(waiting(NOW).with("rotation.commandId", "c2"));
        unreachable.record(read, read.rotation().orElseThrow(), "Undeliverable", NOW);
        assertThat(table.host(ID).state()).isEqualTo(HostState.NEW);
    }
}
