package io.certfleet.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.pace.Pace;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private final Turns turns = new Turns(new Pace(table, FakeDynamoDb.TABLE, () -> 5), sqs.outbox());
    private final Map<QueueMessage, RenewalDue> renewals = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new HashMap<>();

    private QueueMessage add(Row row, Instant sentAt, int attempt, Optional<Instant> slot) {
        String hostId = "mi-%017d".formatted(renewals.size());
        table.put(row.with("hostID", hostId));
        hosts.put(hostId, table.host(hostId));
        QueueMessage message = new QueueMessage("m" + renewals.size(), QueueName.ISSUE, "", sentAt, 1);
        renewals.put(
                message,
                new RenewalDue(
                        hostId,
                        "r",
                        new RenewalDue.Seen(Optional.empty(), "new", false, Optional.empty()),
                        new RenewalDue.Cause("due", NOW, false, false),
                        attempt,
                        slot));
        return message;
    }

    private int ready() {
        return turns.now(renewals, hosts, NOW).size();
    }

    @Test
    void what_nobody_has_counted_begins_at_the_pace_and_the_rest_is_sent_for_its_second() {
        for (int host = 0; host < 7; host++) {
            add(Row.of("x"), NOW, 0, Optional.empty());
        }
        assertThat(ready()).isEqualTo(5);
        assertThat(sqs.sent()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.queue()).isEqualTo("issue");
            assertThat(sent.delaySeconds()).isEqualTo(1);
            assertThat(((RenewalDue) sent.message()).slot()).contains(NOW.plusSeconds(1));
        });
        assertThat(sqs.messages())
                .extracting((Message message) -> ((RenewalDue) message).hostId())
                .containsExactly("mi-%017d".formatted(5), "mi-%017d".formatted(6));
    }

    @Test
    void what_has_its_place_takes_no_other_one() {
        for (int host = 0; host < 7; host++) {
            add(Row.of("x"), NOW, 0, Optional.of(NOW));
        }
        assertThat(ready()).isEqualTo(7);
        assertThat(sqs.sent()).isEmpty();
    }

    @Test
    void a_message_that_was_sent_long_after_its_place_is_a_redriven_one() {
        for (int host = 0; host < 5; host++) {
            add(Row.of("x"), NOW, 0, Optional.empty());
        }
        QueueMessage late = add(Row.of("x"), NOW, 0, Optional.of(NOW.minusSeconds(60)));
        QueueMessage redriven = add(Row.of("x"), NOW, 0, Optional.of(NOW.minusMillis(60_001)));
        assertThat(turns.now(renewals, hosts, NOW)).containsKey(late).doesNotContainKey(redriven);
    }

    @Test
    void what_changes_nothing_and_what_has_begun_already_takes_no_place() {
        for (int host = 0; host < 5; host++) {
            add(Row.of("x"), NOW, 0, Optional.empty());
        }
        add(Row.of("x").with("state", "active"), NOW, 0, Optional.empty());
        add(Row.of("x").rotation("r", Step.CSR_REQUESTED, NOW), NOW, 0, Optional.empty());
        assertThat(ready()).isEqualTo(7);
    }

    @Test
    void a_command_that_is_sent_again_takes_its_place() {
        for (int host = 0; host < 6; host++) {
            add(
                    Row.of("x").rotation("r", Step.CSR_REQUESTED, NOW).with("rotation.commandId", "c"),
                    NOW,
                    1,
                    Optional.empty());
        }
        assertThat(ready()).isEqualTo(5);
    }

    @Test
    void what_finds_no_place_is_sent_anew_without_one() {
        new Pace(table, FakeDynamoDb.TABLE, () -> 5).reserve(4500, 900, NOW);
        add(Row.of("x"), NOW, 0, Optional.empty());
        assertThat(ready()).isZero();
        assertThat(sqs.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.delaySeconds()).isEqualTo(450);
            assertThat(((RenewalDue) sent.message()).slot()).isEmpty();
        });
    }
}
