package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RowFaulty;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.message.Serial;
import io.certfleet.pace.Pace;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweeperTest {
    private static final Instant NOW = Rows.START.plus(Duration.ofDays(3));
    private static final Instant LATE = NOW.plus(Duration.ofDays(1));

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();

    @Test
    void a_small_table_is_swept_by_one_message_and_what_is_not_due_is_left() {
        table.put(Row.of(id(0)));
        table.put(Row.of(id(1)).active("0a1b", NOW, NOW.plus(Duration.ofDays(7))));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(renewals()).singleElement().satisfies(due -> {
            assertThat(due.hostId()).isEqualTo(id(0));
            assertThat(due.seen().state()).isEqualTo("new");
            assertThat(due.seen().serial()).isEmpty();
            assertThat(due.cause().at()).isEqualTo(NOW);
            assertThat(due.cause().forced()).isFalse();
        });
        assertThat(sqs.sent().getLast())
                .isEqualTo(
                        new FakeSqs.Sent("check", part(0, 1, Optional.of(id(1)), Optional.of(NOW.plusSeconds(1))), 1));
        assertThat(sqs.sent()).hasSize(2);
    }

    @Test
    void every_sweep_mints_rotations_of_its_own() {
        table.put(Row.of(id(0)));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(renewals().stream().map(RenewalDue::rotationId).distinct()).hasSize(2);
    }

    @Test
    void a_table_of_more_than_a_page_is_split_into_its_segments_and_nothing_else_is_sent() {
        newHosts(3);
        sweeper(TestPolicy.of(5, 2)).sweep("s-1");
        assertThat(sqs.sent())
                .extracting(FakeSqs.Sent::queue, FakeSqs.Sent::message, FakeSqs.Sent::delaySeconds)
                .containsExactlyElementsOf(IntStream.range(0, 4)
                        .mapToObj(segment -> tuple("check", part(segment, 4, Optional.empty(), Optional.empty()), 0))
                        .toList());
    }

    @Test
    void the_segments_together_send_every_host_once() {
        newHosts(25);
        for (int segment = 0; segment < 4; segment++) {
            sweeper(TestPolicy.of(5, 2)).sweep(segment(segment, 4, Optional.empty()), LATE);
        }
        assertThat(renewals()).extracting(RenewalDue::hostId).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void a_row_whose_key_is_not_a_node_id_is_sent_on_and_so_is_one_whose_expiry_cannot_be_read() {
        table.put(Row.of("web-1"));
        table.put(Row.of(id(1)).with("expiry", "tomorrow"));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactlyInAnyOrder("web-1", id(1));
    }

    @Test
    void a_row_that_must_be_fixed_is_said_until_the_row_says_it_itself_and_is_swept_as_any_other() {
        Row bad = Row.of(id(1)).with("retryAt", 7).with("Enabled", "true");
        table.put(bad);
        table.put(Row.of(id(2)).with("site", "attic"));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(sqs.messages()).filteredOn(RowFaulty.class::isInstance).containsExactly(new RowFaulty(id(1)));
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactlyInAnyOrder(id(1), id(2));
        table.put(bad.with("warning", bad.host().reading().toWarnOf().orElseThrow()));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(sqs.messages()).filteredOn(RowFaulty.class::isInstance).hasSize(1);
    }

    @Test
    void urgent_hosts_come_first_then_stuck_rotations_then_hosts_that_have_time() {
        table.put(Row.of(id(0)).active("0a", NOW.minus(Duration.ofDays(5)), NOW.plus(Duration.ofDays(2))));
        table.put(Row.of(id(1))
                .rotation("r-1", Step.CSR_REQUESTED, NOW.minus(Duration.ofHours(1)))
                .with("rotation.commandId", "command-1"));
        table.put(Row.of(id(2)).active("0b", NOW.minus(Duration.ofDays(6)), NOW.plus(Duration.ofDays(1))));
        sweeper(TestPolicy.of(1, 500)).sweep("s-1");
        assertThat(sqs.sent())
                .filteredOn(sent -> sent.queue().equals("issue"))
                .extracting(sent -> ((RenewalDue) sent.message()).hostId(), FakeSqs.Sent::delaySeconds)
                .containsExactlyInAnyOrder(tuple(id(2), 0), tuple(id(0), 2));
        assertThat(sqs.sent())
                .filteredOn(sent -> sent.queue().equals("csr"))
                .singleElement()
                .satisfies(sent -> {
                    assertThat(sent.message()).isEqualTo(new CommandFinished("command-1", id(1)));
                    assertThat(sent.delaySeconds()).isEqualTo(1);
                });
    }

    @Test
    void what_does_not_fit_into_the_pace_goes_on_by_message_after_the_last_that_was_sent() {
        newHosts(901);
        sweeper(TestPolicy.of(1, 2000)).sweep("s-1");
        assertThat(renewals()).hasSize(900);
        assertThat(sqs.sent().getLast()).satisfies(sent -> {
            assertThat(sent.queue()).isEqualTo("check");
            assertThat(sent.message()).isEqualTo(part(0, 1, Optional.of(id(899)), Optional.of(NOW.plusSeconds(900))));
            assertThat(sent.delaySeconds()).isEqualTo(900);
        });
    }

    @Test
    void what_fits_exactly_is_sent_and_the_sweep_runs_until_the_last_is_visible() {
        newHosts(900);
        sweeper(TestPolicy.of(1, 2000)).sweep("s-1");
        assertThat(renewals()).hasSize(900);
        assertThat(renewals().getLast().slot()).contains(NOW.plusSeconds(899));
        assertThat(sqs.sent().get(899).delaySeconds()).isEqualTo(899);
        assertThat(sqs.sent().getLast().delaySeconds()).isEqualTo(900);
    }

    @Test
    void hosts_that_are_not_due_do_not_count_against_the_pace() {
        newHosts(900);
        table.put(Row.of("mi-9").active("0a", NOW, NOW.plus(Duration.ofDays(7))));
        sweeper(TestPolicy.of(1, 2000)).sweep("s-1");
        assertThat(sqs.sent().getLast().message())
                .isEqualTo(part(0, 1, Optional.of("mi-9"), Optional.of(NOW.plusSeconds(900))));
    }

    @Test
    void a_sweep_goes_on_by_message_when_its_time_is_over_and_not_a_page_before() {
        newHosts(10);
        // Each page asks the clock thrice: for the decision, for places, and whether there is time for another.
        Instant end = NOW.plusSeconds(4);
        sweeper(TestPolicy.of(5, 2), new TestClock(NOW, Duration.ofSeconds(1)))
                .sweep(segment(0, 1, Optional.empty()), end);
        assertThat(renewals()).hasSize(4);
        assertThat(sqs.sent().getLast()).satisfies(sent -> {
            assertThat(sent.message())
                    .isEqualTo(new SweepSegment(
                            0, 1, Optional.of(id(3)), Optional.empty(), Optional.of(NOW.plusSeconds(5))));
            assertThat(sent.delaySeconds()).isZero();
        });
    }

    @Test
    void a_sweep_without_time_does_one_page_all_the_same() {
        newHosts(10);
        sweeper(TestPolicy.of(5, 2)).sweep(segment(0, 1, Optional.empty()), NOW);
        assertThat(renewals()).hasSize(2);
    }

    @Test
    void a_sweep_that_is_carried_on_reaches_every_host_once_however_often_it_stops() {
        newHosts(2000);
        Optional<SweepSegment> rest = Optional.of(segment(0, 1, Optional.empty()));
        int parts = 0;
        while (rest.isPresent()) {
            FakeSqs part = new FakeSqs();
            // Each part comes when the last one's messages are visible.
            sweeper(TestPolicy.of(1, 70), new TestClock(NOW.plusSeconds(900L * parts), Duration.ZERO), part)
                    .sweep(rest.get(), LATE);
            part.messages().stream()
                    .filter(RenewalDue.class::isInstance)
                    .forEach(message -> sqs.outbox().send(QueueName.ISSUE, List.of(Outgoing.now(message))));
            rest = part.messages().stream()
                    .filter(SweepSegment.class::isInstance)
                    .map(message -> (SweepSegment) message)
                    .findFirst();
            parts++;
        }
        assertThat(renewals()).extracting(RenewalDue::hostId).hasSize(2000).doesNotHaveDuplicates();
        assertThat(parts).isEqualTo(3);
    }

    @Test
    void sweeps_that_are_asked_for_while_one_runs_send_nothing_and_are_one_afterwards() {
        newHosts(7);
        for (int request = 0; request < 10; request++) {
            sweeper(TestPolicy.DEFAULT).sweep("s-" + request);
        }
        assertThat(renewals()).hasSize(7);
        SweepSegment last = (SweepSegment) sqs.messages().getLast();
        assertThat(last.busyUntil()).contains(NOW.plusSeconds(2));
        sweeper(TestPolicy.DEFAULT, new TestClock(NOW.plusSeconds(2), Duration.ZERO))
                .sweep(last, LATE);
        assertThat(sqs.messages().getLast()).isEqualTo(new Message.Sweep());
        assertThat(sqs.messages()).hasSize(9);
        // A copy of the last part changes nothing any more.
        sweeper(TestPolicy.DEFAULT).sweep("s-10");
        int before = sqs.messages().size();
        sweeper(TestPolicy.DEFAULT).sweep(last, LATE);
        assertThat(sqs.messages()).hasSize(before);
    }

    @Test
    void a_sweep_that_sends_nothing_is_over_at_once() {
        table.put(Row.of(id(0)).active("0a", NOW, NOW.plus(Duration.ofDays(7))));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        table.put(Row.of(id(1)));
        sweeper(TestPolicy.DEFAULT).sweep("s-2");
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactly(id(1));
    }

    @Test
    void a_segment_of_a_sweep_that_got_lost_is_left_when_another_one_runs() {
        newHosts(3);
        sweeper(TestPolicy.of(5, 2)).sweep("s-1");
        Instant later = NOW.plus(SweepLease.LENGTH);
        sweeper(TestPolicy.of(5, 2), new TestClock(later, Duration.ZERO)).sweep("s-2");
        sweeper(TestPolicy.of(5, 2), new TestClock(later, Duration.ZERO))
                .sweep(part(0, 4, Optional.empty(), Optional.empty()), later);
        assertThat(renewals()).isEmpty();
    }

    @Test
    void segments_that_find_no_room_follow_when_the_places_that_were_given_are_over() {
        newHosts(1);
        pace(TestPolicy.of(1, 500)).reserve(900, 900, NOW);
        sweeper(TestPolicy.of(1, 500)).sweep("s-1");
        assertThat(sqs.sent())
                .containsExactly(new FakeSqs.Sent("check", part(0, 1, Optional.empty(), Optional.empty()), 900));
    }

    @Test
    void a_sweep_whose_messages_are_refused_fails_so_that_it_is_redelivered() {
        newHosts(1);
        sqs.fail(1);
        Sweeper sweeper = sweeper(TestPolicy.DEFAULT);
        assertThatThrownBy(() -> sweeper.sweep("s-1")).hasMessageContaining("SQS is away");
    }

    @Test
    void a_request_that_waited_for_a_rotation_keeps_its_time() {
        Instant asked = NOW.minus(Duration.ofHours(2));
        Row active = Row.of(id(0)).active("0a", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(6)));
        table.put(active.with("rotateAgain", asked).with("rotatedAt", asked.minusSeconds(1)));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        // Were the key made at or after that time, the issuer would never claim it: then it is asked for now.
        table.put(active.with("rotateAgain", asked).with("rotatedAt", asked));
        sweeper(TestPolicy.DEFAULT).sweep("s-1");
        assertThat(renewals()).extracting(due -> due.cause().at()).containsExactly(asked, NOW);
        assertThat(renewals())
                .allMatch(due -> due.cause().forced())
                .allMatch(due -> due.seen().idle());
        assertThat(renewals().getFirst().seen().serial()).contains(new Serial("0a"));
    }

    private void newHosts(int count) {
        IntStream.range(0, count).forEach(host -> table.put(Row.of(id(host))));
    }

    private static String id(int host) {
        return "mi-%017d".formatted(host);
    }

    private static SweepSegment segment(int segment, int segments, Optional<String> after) {
        return new SweepSegment(segment, segments, after, Optional.empty(), Optional.empty());
    }

    private Pace pace(TestPolicy policy) {
        return new Pace(table, FakeDynamoDb.TABLE, policy);
    }

    private static SweepSegment part(int segment, int segments, Optional<String> after, Optional<Instant> busyUntil) {
        return new SweepSegment(segment, segments, after, Optional.of("s-1"), busyUntil);
    }

    private Sweeper sweeper(TestPolicy policy) {
        return sweeper(policy, new TestClock(NOW, Duration.ZERO));
    }

    private Sweeper sweeper(TestPolicy policy, TestClock clock) {
        return sweeper(policy, clock, sqs);
    }

    private Sweeper sweeper(TestPolicy policy, Clock clock, FakeSqs queues) {
        return new Sweeper(
                table.inventory(),
                new SweepLease(table, FakeDynamoDb.TABLE),
                pace(policy),
                new UnfinishedRevocations(table.inventory(), new Revocations(table.inventory()), queues.outbox()),
                queues.outbox(),
                policy,
                policy,
                clock);
    }

    private List<RenewalDue> renewals() {
        return sqs.messages().stream()
                .filter(RenewalDue.class::isInstance)
                .map(message -> (RenewalDue) message)
                .toList();
    }
}
