package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.Rotate;
import io.certfleet.message.Message.RotateLater;
import io.certfleet.message.Messages;
import io.certfleet.message.Serial;
import io.certfleet.pace.Pace;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.queue.SettableClock;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RotateRequestsTest {
    private static final String HOST = Rows.HOST;
    private static final String OTHER = "mi-0123456789abcdef1";
    private static final String REVOKED = "mi-0123456789abcdef2";
    private static final Instant SENT = Instant.parse("2026-11-02T00:00:00Z");
    private static final QueueMessage MESSAGE = new QueueMessage("request-1", QueueName.CHECK, "{}", SENT, 1);

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private final SettableClock clock = new SettableClock(SENT);
    private final Pace pace = new Pace(table, FakeDynamoDb.TABLE, TestPolicy.of(1, 500));
    private final RotateRequests requests = new RotateRequests(
            table.inventory(),
            new Revocations(table.inventory()),
            pace,
            sqs.outbox(),
            sqs.deadLetters(),
            TestPolicy.of(1, 500),
            clock);
    private int taken;

    @Test
    void every_host_of_a_request_is_sent_on_as_forced_with_what_was_seen_at_the_pace() {
        table.put(Row.of(HOST).active("0a1b", Rows.START, SENT.plusSeconds(9)));
        table.put(Row.of(OTHER));
        rotate(HOST, OTHER);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::delaySeconds).containsExactly(0, 1);
        assertThat(renewals().getFirst()).satisfies(due -> {
            assertThat(due.hostId()).isEqualTo(HOST);
            assertThat(due.seen().serial()).contains(new Serial("0a1b"));
            assertThat(due.seen().state()).isEqualTo("active");
            assertThat(due.cause().forced()).isTrue();
            assertThat(due.cause().at()).isEqualTo(SENT);
            assertThat(due.seen().closes()).isEmpty();
            assertThat(due.attempt()).isZero();
            assertThat(due.cause().reason()).contains("fixed");
        });
    }

    @Test
    void a_request_that_comes_again_asks_for_the_same_rotations_and_another_for_others() {
        table.put(Row.of(HOST));
        table.put(Row.of(OTHER));
        rotate(HOST, OTHER);
        rotate(HOST, OTHER);
        requests.take(
                new QueueMessage("request-2", QueueName.CHECK, "{}", SENT, 1), new Rotate(List.of(HOST), "x", false));
        List<String> ids = renewals().stream().map(RenewalDue::rotationId).toList();
        assertThat(ids.subList(2, 4)).isEqualTo(ids.subList(0, 2));
        assertThat(ids.stream().distinct()).hasSize(3);
        assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    @Test
    void one_unknown_host_rejects_the_whole_request_by_name() {
        table.put(Row.of(HOST));
        rotate(HOST, OTHER);
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).singleElement().asString().contains(OTHER).doesNotContain(HOST);
    }

    @Test
    void a_row_with_a_bad_attribute_is_rotated_as_any_other() {
        table.put(Row.of(HOST).with("expiry", "tomorrow"));
        rotate(HOST);
        assertThat(renewals()).singleElement().matches(due -> due.cause().forced());
    }

    @Test
    void disabled_and_revoked_hosts_are_left_out_as_requests_of_just_those_and_the_others_rotated() {
        table.put(Row.of(HOST));
        table.put(Row.of(OTHER).with("enabled", AttributeValue.fromBool(false)));
        table.put(revoked());
        rotate(HOST, OTHER, REVOKED);
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactly(HOST);
        assertThat(sqs.rejected())
                .containsExactly(
                        "not enabled, and left out: " + OTHER,
                        "revoked, and let in again only by \"readmit\": true, and left out: " + REVOKED);
        assertThat(sqs.rejectedBodies())
                .extracting(Messages::read)
                .containsExactly(
                        new Rotate(List.of(OTHER), "fixed", false), new Rotate(List.of(REVOKED), "fixed", false));
    }

    /** Its new row knows of no revocation; the record beside it does. */
    @Test
    void a_revoked_host_whose_row_was_put_anew_is_left_out_and_named_too() {
        table.put(Row.of(HOST));
        table.put(Row.of(REVOKED));
        table.put(Row.of("revocation#" + REVOKED)
                .with("revokedAt", SENT.minusSeconds(9))
                .with("expiresAt", number(SENT.plusSeconds(9))));
        rotate(HOST, REVOKED);
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactly(HOST);
        assertThat(sqs.rejected())
                .containsExactly("revoked, and let in again only by \"readmit\": true, and left out: " + REVOKED);
        // Its enrolment may have begun: the issuer keeps it out all the same.
        table.put(Row.of(REVOKED).rotation("r-1", Step.CSR_REQUESTED, SENT));
        rotate(REVOKED);
        assertThat(sqs.rejected()).hasSize(2);
        table.put(Row.of(REVOKED));
        requests.take(MESSAGE, new Rotate(List.of(REVOKED), "back", true));
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactly(HOST, REVOKED);
    }

    @Test
    void a_host_of_which_nobody_can_tell_whether_it_is_revoked_is_left_out() {
        table.put(Row.of(HOST));
        table.put(Row.of(REVOKED));
        table.put(Row.of("revocation#" + REVOKED).with("revokedAt", "yesterday"));
        requests.take(MESSAGE, new Rotate(List.of(HOST, REVOKED), "back", true));
        assertThat(renewals()).extracting(RenewalDue::hostId).containsExactly(HOST);
        assertThat(sqs.rejected()).singleElement().asString().contains("cannot be read", REVOKED);
    }

    private static AttributeValue number(Instant time) {
        return AttributeValue.fromN(Long.toString(time.getEpochSecond()));
    }

    @Test
    void a_revoked_host_is_rotated_by_a_request_that_readmits_it() {
        table.put(revoked());
        table.put(Row.of(OTHER).with("enabled", AttributeValue.fromBool(false)));
        requests.take(MESSAGE, new Rotate(List.of(REVOKED, OTHER), "back", true));
        assertThat(renewals()).singleElement().satisfies(due -> {
            assertThat(due.hostId()).isEqualTo(REVOKED);
            assertThat(due.cause().readmit()).isTrue();
            assertThat(due.cause().forced()).isTrue();
        });
        assertThat(sqs.rejectedBodies())
                .extracting(Messages::read)
                .containsExactly(new Rotate(List.of(OTHER), "back", true));
    }

    @Test
    void a_revoked_host_that_is_being_readmitted_takes_further_requests() {
        table.put(revoked().rotation("r-1", Step.CSR_REQUESTED, SENT));
        rotate(REVOKED);
        assertThat(renewals()).extracting(due -> due.cause().readmit()).containsExactly(false);
        assertThat(sqs.rejected()).isEmpty();
    }

    @Test
    void an_unknown_id_beside_hosts_to_leave_out_refuses_the_whole() {
        table.put(revoked());
        rotate(REVOKED, OTHER);
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).singleElement().asString().contains(OTHER).doesNotContain(REVOKED);
    }

    @Test
    void a_request_takes_a_third_of_the_quarter_of_an_hour_and_the_rest_follows() {
        List<String> hosts = hosts(301);
        rotate(hosts.subList(0, 300).toArray(String[]::new));
        assertThat(renewals()).hasSize(300);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
        assertThat(sqs.sent().getLast().delaySeconds()).isEqualTo(299);
        assertThat(renewals().getLast().slot()).contains(SENT.plusSeconds(299));
        rotate(hosts.toArray(String[]::new));
        assertThat(renewals()).hasSize(300);
        assertThat(sqs.sent().getLast())
                .isEqualTo(new FakeSqs.Sent("check", new RotateLater(MESSAGE.id(), SENT, hosts, "fixed", false), 150));
    }

    @Test
    void of_requests_sent_together_no_second_gets_more_than_the_pace_and_every_host_its_turn() {
        List<RotateLater> waiting = new ArrayList<>();
        for (int request = 0; request < 10; request++) {
            waiting.add(new RotateLater("r" + request, SENT, hosts(450), "all", false));
        }
        while (!waiting.isEmpty()) {
            clock.advance(Duration.ofSeconds(150));
            waiting.forEach(request -> requests.goOn(MESSAGE, request));
            waiting.clear();
            sqs.messages().stream()
                    .skip(taken)
                    .filter(RotateLater.class::isInstance)
                    .map(RotateLater.class::cast)
                    .forEach(waiting::add);
            taken = sqs.messages().size();
        }
        Map<Instant, Long> seconds = renewals().stream()
                .collect(Collectors.groupingBy(due -> due.slot().orElseThrow(), Collectors.counting()));
        assertThat(seconds.values()).containsOnly(1L);
        assertThat(renewals()).hasSize(4500);
        assertThat(renewals().stream().map(RenewalDue::rotationId).distinct()).hasSize(4500);
    }

    @Test
    void the_sweep_finds_places_behind_those_of_any_request() {
        rotate(hosts(900).toArray(String[]::new));
        assertThat(pace.reserve(1, Outgoing.LONGEST_DELAY, SENT).delay(0)).isEqualTo(300);
    }

    @Test
    void a_request_that_comes_again_takes_no_places_for_hosts_that_it_has_begun() {
        String rotationId = Renewals.requestId(MESSAGE.id(), HOST);
        table.put(Row.of(HOST).rotation(rotationId, Step.CSR_REQUESTED, SENT));
        table.put(Row.of(OTHER).with("lastRotation", Renewals.requestId(MESSAGE.id(), OTHER)));
        rotate(HOST, OTHER);
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).isEmpty();
    }

    @Test
    void a_row_that_is_deleted_while_its_turn_has_not_come_is_left_out_and_the_others_go_on() {
        table.put(Row.of(HOST));
        requests.goOn(MESSAGE, new RotateLater("request-0", SENT.minusSeconds(9), List.of(OTHER, HOST), "x", true));
        assertThat(renewals()).singleElement().satisfies(due -> {
            assertThat(due.rotationId()).isEqualTo(Renewals.requestId("request-0", HOST));
            assertThat(due.cause().at()).isEqualTo(SENT.minusSeconds(9));
            assertThat(due.cause().readmit()).isTrue();
        });
        assertThat(sqs.rejected())
                .singleElement()
                .asString()
                .contains("not in the table")
                .contains(OTHER);
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
                .extracting(due -> due.seen().closes())
                .containsExactly(Optional.of("r-1"), Optional.empty(), Optional.empty());
    }

    @Test
    void an_issued_certificate_that_stands_still_is_tried_at_once_and_its_rotation_is_not_closed() {
        Row issued = issued().with("rotation.attempts", 3).with("rotation.commandId", "c");
        table.put(issued.with("state", "offline"));
        rotate(HOST);
        table.put(issued.with("state", "failed").with("rotation.paused", 1));
        rotate(HOST);
        table.put(issued.with("owner", "root"));
        rotate(HOST);
        table.put(issued.with("rotation.heldUpAt", SENT));
        rotate(HOST);
        assertThat(sqs.sent())
                .filteredOn(sent -> sent.queue().equals("certificate"))
                .extracting(FakeSqs.Sent::message)
                .hasSize(4)
                .containsOnly(new InstallDue(HOST, "r-1", 4));
        assertThat(renewals())
                .hasSize(4)
                .allMatch(due -> due.seen().closes().isEmpty() && due.cause().forced());
    }

    @Test
    void what_would_be_of_no_use_is_replaced_instead() {
        Row issued = issued().with("rotation.paused", 1);
        // The settings of a rotation are frozen: only another one has the row's.
        table.put(issued.with("owner", "web"));
        rotate(HOST);
        table.put(issued.without("owner")
                .with("rotation.notBefore", SENT.minus(Duration.ofDays(2)))
                .with("rotation.notAfter", SENT.plus(Duration.ofDays(4))));
        rotate(HOST);
        table.put(issued.without("owner").with("needsNewKey", "r-1"));
        rotate(HOST);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
        assertThat(renewals()).extracting(due -> due.seen().closes()).containsOnly(Optional.of("r-1"));
        assertThat(renewals()).noneMatch(due -> due.seen().idle());
    }

    @Test
    void a_request_that_comes_again_after_its_try_tries_no_second_time() {
        table.put(issued().with("rotation.paused", 1).with("rotation.stepAt", SENT.plusMillis(1)));
        rotate(HOST);
        assertThat(sqs.sent()).extracting(FakeSqs.Sent::queue).containsOnly("issue");
    }

    @Test
    void a_late_copy_of_a_request_closes_no_rotation_that_began_after_it() {
        table.put(underWay(SENT).with("state", "offline"));
        rotate(HOST);
        assertThat(renewals().getFirst().seen().closes()).isEmpty();
        table.put(underWay(SENT.minusMillis(1)).with("state", "offline"));
        rotate(HOST);
        assertThat(renewals().getLast().seen().closes()).contains("r-1");
    }

    private void rotate(String... hostIds) {
        requests.take(MESSAGE, new Rotate(List.of(hostIds), "fixed", false));
    }

    private List<String> hosts(int count) {
        return IntStream.range(0, count)
                .mapToObj("mi-%017d"::formatted)
                .peek(id -> table.put(Row.of(id)))
                .toList();
    }

    private static Row revoked() {
        return Row.of(REVOKED)
                .active("0a1b", Rows.START, SENT.plusSeconds(9))
                .with("state", "revoked")
                .with("revokedAt", SENT.minusSeconds(1));
    }

    private static Row issued() {
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
