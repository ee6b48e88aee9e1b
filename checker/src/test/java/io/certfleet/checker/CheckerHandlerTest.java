package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.message.Messages;
import io.certfleet.pace.Pace;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerHandlerTest {
    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private int pageSize = 500;

    @Test
    void a_sweep_and_a_request_are_carried_out_from_their_json() {
        table.put(Row.of(Rows.HOST));
        assertThat(handle(
                        "{\"type\":\"sweep\"}",
                        "{\"type\":\"rotate\",\"hostIds\":[\"" + Rows.HOST + "\"],\"reason\":\"test\"}",
                        "{\"type\":\"revoke\",\"hostId\":\"" + Rows.HOST + "\",\"reason\":\"SUPERSEDED\"}"))
                .isEmpty();
        assertThat(sqs.messages())
                .hasExactlyElementsOfTypes(
                        RenewalDue.class, SweepSegment.class, RenewalDue.class, Message.RevocationDue.class);
        assertThat(sqs.rejected()).isEmpty();
    }

    @Test
    void what_can_never_succeed_is_rejected_with_its_reason_and_holds_nothing_up() {
        table.put(Row.of(Rows.HOST));
        assertThat(handle(
                        "no json",
                        "{\"type\":\"sweep\",\"force\":true}",
                        "{\"type\":\"rotate\",\"hostIds\":[\"web-1\"]}",
                        "{\"type\":\"verify-crl\"}",
                        Messages.write(new Message.InstallDue(Rows.HOST, "r-1", 1)),
                        "{\"type\":\"sweep\"}"))
                .isEmpty();
        assertThat(sqs.rejected())
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).contains("not JSON"),
                        reason -> assertThat(reason).contains("force"),
                        reason -> assertThat(reason).contains("web-1"),
                        reason -> assertThat(reason).contains("crl queue"),
                        reason -> assertThat(reason).contains("not a message for the checker"));
        assertThat(sqs.messages()).hasExactlyElementsOfTypes(RenewalDue.class, SweepSegment.class);
    }

    @Test
    void the_last_segment_is_swept_and_one_beyond_it_is_rejected() {
        table.put(Row.of(Rows.HOST));
        handle(Messages.write(new SweepSegment(0, 1, Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(sqs.messages()).hasSize(1);
        handle(Messages.write(new SweepSegment(1, 1, Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(sqs.rejected()).containsExactly("segment 1 of 1 does not exist");
        handle(Messages.write(new SweepSegment(0, 1_000_001, Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(sqs.rejected()).hasSize(2);
    }

    @Test
    void only_what_failed_is_redelivered() {
        table.put(Row.of(Rows.HOST));
        sqs.fail(1);
        String rotate = "{\"type\":\"rotate\",\"hostIds\":[\"" + Rows.HOST + "\"]}";
        assertThat(handle(rotate, rotate)).containsExactly("message-0");
        assertThat(sqs.messages()).hasSize(1);
    }

    @Test
    void each_segment_of_a_batch_has_a_budget_of_its_own() {
        pageSize = 1;
        for (int host = 0; host < 8; host++) {
            table.put(Row.of("mi-%017d".formatted(host)));
        }
        // 5 s pass whenever somebody looks: a budget of 20 s is over within a segment's second page.
        handle(
                new TestClock(Rows.START, Duration.ofSeconds(5)),
                Messages.write(new SweepSegment(0, 2, Optional.empty(), Optional.empty(), Optional.empty())),
                Messages.write(new SweepSegment(1, 2, Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(sqs.messages().stream().filter(RenewalDue.class::isInstance)).hasSize(4);
        assertThat(sqs.messages().stream().filter(SweepSegment.class::isInstance))
                .hasSize(2);
    }

    private Set<String> handle(String... bodies) {
        return handle(new TestClock(Rows.START, Duration.ZERO), bodies);
    }

    private Set<String> handle(TestClock clock, String... bodies) {
        TestPolicy policy = TestPolicy.of(5, pageSize);
        Pace pace = new Pace(table, FakeDynamoDb.TABLE, policy);
        CheckerHandler handler = new CheckerHandler(
                sqs.reader(),
                sqs.deadLetters(),
                new Sweeper(
                        table.inventory(),
                        new SweepLease(table, FakeDynamoDb.TABLE),
                        pace,
                        new UnfinishedRevocations(table.inventory(), new Revocations(table.inventory()), sqs.outbox()),
                        sqs.outbox(),
                        policy,
                        policy,
                        clock),
                new RotateRequests(
                        table.inventory(),
                        new Revocations(table.inventory()),
                        pace,
                        sqs.outbox(),
                        sqs.deadLetters(),
                        policy,
                        clock),
                new RevokeRequests(
                        table.inventory(),
                        new Revocations(table.inventory()),
                        sqs.outbox(),
                        sqs.deadLetters(),
                        policy,
                        clock),
                policy,
                clock);
        return handler.handle(IntStream.range(0, bodies.length)
                .mapToObj(place -> new QueueMessage("message-" + place, QueueName.CHECK, bodies[place], Rows.START, 1))
                .toList());
    }
}
