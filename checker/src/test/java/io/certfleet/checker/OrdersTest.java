package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.inventory.Row;
import io.certfleet.inventory.Step;
import io.certfleet.message.Message;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.Revoke;
import io.certfleet.message.Message.Rotate;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OrdersTest {
    private static final String HOST = Rows.HOST;
    private static final String OTHER = "mi-0123456789abcdef1";
    private static final Instant SENT = Instant.parse("2026-11-02T00:00:00Z");
    private static final QueueMessage MESSAGE = new QueueMessage("order-1", QueueName.CHECK, "{}", SENT, 1);

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private final Orders orders = new Orders(table.inventory(), sqs.outbox(), sqs.deadLetters(), TestPolicy.of(1, 500));

    @Test
    void every_host_of_an_order_is_sent_on_as_forced_with_what_was_seen_at_the_pace() {
        table.put(Row.of(HOST).active("0a1b", Rows.START, SENT.plusSeconds(9)));
        table.put(Row.of(OTHER));
        rotate(HOST, OTHER);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::delaySeconds).containsExactly(0, 1);
        assertThat(renewals().getFirst()).satisfies(due -> {
            assertThat(due.hostId()).isEqualTo(HOST);
            assertThat(due.serial()).contains(new Serial("0a1b"));
            assertThat(due.state()).isEqualTo("active");
            assertThat(due.forced()).isTrue();
            assertThat(due.requestedAt()).isEqualTo(SENT);
            assertThat(due.closes()).isEmpty();
            assertThat(due.attempt()).isZero();
            assertThat(due.reason()).contains("mended");
        });
    }

    @Test
    void an_order_that_comes_again_asks_for_the_same_rotations_and_another_for_others() {
        table.put(Row.of(HOST));
        table.put(Row.of(OTHER));
        rotate(HOST, OTHER);
        rotate(HOST, OTHER);
        orders.rotate(
                new QueueMessage("order-2", QueueName.CHECK, "{}", SENT, 1), new Rotate(List.of(HOST), "x", false));
        List<String> ids = renewals().stream().map(RenewalDue::rotationId).toList();
        assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
        assertThat(ids.stream().distinct()).hasSize(3);
        assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    @Test
    void one_unknown_host_rejects_the_whole_order_by_name() {
        table.put(Row.of(HOST));
        rotate(HOST, OTHER);
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).singleElement().asString().contains(OTHER).doesNotContain(HOST);
    }

    @Test
    void a_host_that_is_not_enabled_rejects_the_whole_order_by_name() {
        table.put(Row.of(HOST));
        table.put(Row.of(OTHER).with("enabled", AttributeValue.fromBool(false)));
        rotate(HOST, OTHER);
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).containsExactly("not enabled: " + OTHER);
    }

    @Test
    void an_order_of_what_fits_into_the_pace_is_taken_and_of_one_more_is_rejected() {
        List<String> fitting = IntStream.range(0, 900)
                .mapToObj("mi-%017d"::formatted)
                .peek(id -> table.put(Row.of(id)))
                .toList();
        rotate(fitting.toArray(String[]::new));
        assertThat(sqs.messages()).hasSize(900);
        table.put(Row.of(HOST));
        rotate(Stream.concat(fitting.stream(), Stream.of(HOST)).toArray(String[]::new));
        assertThat(sqs.messages()).hasSize(900);
        assertThat(sqs.rejected())
                .singleElement()
                .asString()
                .contains("901 hosts")
                .contains("900");
    }

    @Test
    void an_unreachable_rotation_is_closed_and_one_that_goes_on_is_not() {
        table.put(underWay(Rows.START).with("state", "offline"));
        rotate(HOST);
        table.put(underWay(Rows.START).with("state", "failed"));
        rotate(HOST);
        table.put(underWay(Rows.START).with("state", "active"));
        rotate(HOST);
        assertThat(renewals())
                .extracting(RenewalDue::closes)
                .containsExactly(Optional.of("r-1"), Optional.empty(), Optional.empty());
    }

    @Test
    void a_paid_certificate_that_stands_still_is_tried_at_once_and_its_rotation_is_not_closed() {
        Row paid = paid().with("rotation.attempts", 3).with("rotation.commandId", "c");
        table.put(paid.with("state", "offline"));
        rotate(HOST);
        table.put(paid.with("state", "failed").with("rotation.paused", 1));
        rotate(HOST);
        table.put(paid.with("owner", "root"));
        rotate(HOST);
        assertThat(sqs.sent())
                .filteredOn(sent -> sent.queue().equals("certificate"))
                .extracting(FakeSqs.Sent::message)
                .hasSize(3)
                .containsOnly(new InstallDue(HOST, "r-1", 4));
        assertThat(renewals()).hasSize(3).allMatch(due -> due.closes().isEmpty() && due.forced());
    }

    @Test
    void what_would_be_of_no_use_is_replaced_instead() {
        Row paid = paid().with("rotation.paused", 1);
        // The settings of a rotation are frozen: only another one has the row's.
        table.put(paid.with("owner", "web"));
        rotate(HOST);
        table.put(paid.without("owner")
                .with("rotation.notBefore", SENT.minus(Duration.ofDays(2)))
                .with("rotation.notAfter", SENT.plus(Duration.ofDays(4))));
        rotate(HOST);
        table.put(paid.without("owner").with("needsNewKey", "r-1"));
        rotate(HOST);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
        assertThat(renewals()).extracting(RenewalDue::closes).containsOnly(Optional.of("r-1"));
    }

    @Test
    void an_order_that_comes_again_after_its_try_tries_no_second_time() {
        table.put(paid().with("rotation.paused", 1).with("rotation.stepAt", SENT.plusMillis(1)));
        rotate(HOST);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
    }

    @Test
    void a_late_copy_of_an_order_closes_no_rotation_that_began_after_it() {
        table.put(underWay(SENT).with("state", "offline"));
        rotate(HOST);
        assertThat(renewals().getFirst().closes()).isEmpty();
        table.put(underWay(SENT.minusMillis(1)).with("state", "offline"));
        rotate(HOST);
        assertThat(renewals().getLast().closes()).contains("r-1");
    }

    @Test
    void a_revocation_goes_to_the_issuer_as_it_was_ordered() {
        table.put(Row.of(HOST));
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), true));
        assertThat(sqs.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.queue()).isEqualTo("issue");
            assertThat(sent.delaySeconds()).isZero();
            assertThat(sent.message())
                    .isEqualTo(new RevocationDue(
                            HOST,
                            RevocationReason.KEY_COMPROMISE,
                            Optional.empty(),
                            true,
                            Renewals.orderId("order-1", HOST),
                            SENT,
                            true,
                            List.of(),
                            List.of(),
                            0));
        });
    }

    @Test
    void without_a_row_only_a_certificate_named_by_its_serial_is_revoked_and_nothing_rotated() {
        Optional<Serial> serial = Optional.of(new Serial("0a1b"));
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, Optional.empty(), false));
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, serial, true));
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).hasSize(2).allMatch(reason -> reason.contains(HOST));
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, serial, false));
        assertThat(sqs.messages()).singleElement().isInstanceOf(RevocationDue.class);
    }

    @Test
    void a_host_that_is_not_enabled_is_revoked_all_the_same() {
        table.put(Row.of(HOST).with("enabled", AttributeValue.fromBool(false)));
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), true));
        assertThat(sqs.messages()).singleElement().isInstanceOf(RevocationDue.class);
    }

    @Test
    void a_row_with_a_bad_attribute_is_ordered_for_as_any_other() {
        table.put(Row.of(HOST).with("expiry", "tomorrow"));
        rotate(HOST);
        orders.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), false));
        assertThat(sqs.rejected()).isEmpty();
        assertThat(renewals()).singleElement().matches(RenewalDue::forced);
        assertThat(sqs.messages()).last().isInstanceOf(RevocationDue.class);
    }

    private void rotate(String... hostIds) {
        orders.rotate(MESSAGE, new Rotate(List.of(hostIds), "mended", false));
    }

    private static Row paid() {
        return underWay(Rows.START).installing("feed", Rows.START, Rows.START.plus(Duration.ofDays(7)));
    }

    private static Row underWay(Instant startedAt) {
        return Row.of(HOST).rotation("r-1", Step.CSR_REQUESTED, startedAt);
    }

    private List<RenewalDue> renewals() {
        return sqs.messages().stream()
                .filter(RenewalDue.class::isInstance)
                .map((Message message) -> (RenewalDue) message)
                .toList();
    }
}
