package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.Revoke;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RevokeRequestsTest {
    private static final String HOST = Rows.HOST;
    private static final Instant SENT = Instant.parse("2026-11-02T00:00:00Z");
    private static final QueueMessage MESSAGE = new QueueMessage("request-1", QueueName.CHECK, "{}", SENT, 1);

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private final RevokeRequests requests = new RevokeRequests(
            table.inventory(),
            new Revocations(table.inventory()),
            sqs.outbox(),
            sqs.deadLetters(),
            TestPolicy.of(1, 500),
            new TestClock(SENT, Duration.ZERO));

    @Test
    void a_revocation_goes_to_the_issuer_as_it_was_requested() {
        table.put(Row.of(HOST));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), true));
        assertThat(sqs.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.queue()).isEqualTo("issue");
            assertThat(sent.delaySeconds()).isZero();
            assertThat(sent.message())
                    .isEqualTo(new RevocationDue(
                            HOST,
                            Optional.empty(),
                            true,
                            new RevocationDue.Request(
                                    RevocationReason.KEY_COMPROMISE, SENT, true, Renewals.requestId("request-1", HOST)),
                            List.of(),
                            List.of(),
                            0));
        });
    }

    @Test
    void a_revocation_knows_what_is_to_be_revoked_from_the_moment_it_is_read() {
        Instant end = SENT.plus(Duration.ofDays(3));
        table.put(Row.of(HOST)
                .unexpired("a0", end)
                .unexpired("a9", SENT.minus(Duration.ofDays(1)))
                .active("a1", Rows.START, end)
                .with("orphanedKeys", AttributeValue.fromSs(List.of("lost")))
                .rotation("r-1", Step.CSR_REQUESTED, SENT)
                .with("rotation.keyDigest", "signing"));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), false));
        assertThat(sqs.messages())
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.type(RevocationDue.class))
                .satisfies(due -> {
                    assertThat(due.certificates()).containsExactlyInAnyOrder(listed("a0", end), listed("a1", end));
                    assertThat(due.keys()).containsExactlyInAnyOrder("lost", "signing");
                    assertThat(due.ofHost()).isTrue();
                });
    }

    @Test
    void a_certificate_that_is_named_says_whether_the_host_works_with_it() {
        Instant end = SENT.plus(Duration.ofDays(3));
        table.put(Row.of(HOST).unexpired("a0", end).active("a1", Rows.START, end));
        for (String serial : List.of("a0", "a1")) {
            requests.revoke(
                    MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.of(new Serial(serial)), false));
            assertThat(sqs.messages().getLast())
                    .asInstanceOf(InstanceOfAssertFactories.type(RevocationDue.class))
                    .satisfies(due -> {
                        assertThat(due.certificates()).containsExactly(listed(serial, end));
                        assertThat(due.ofHost()).isEqualTo(serial.equals("a1"));
                    });
        }
    }

    private static ListedCertificate listed(String serial, Instant end) {
        return new ListedCertificate(new Serial(serial), end, Optional.of(Row.arn(serial)));
    }

    @Test
    void of_a_host_without_row_or_record_only_a_certificate_named_by_its_serial_is_revoked() {
        Optional<Serial> serial = Optional.of(new Serial("0a1b"));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, Optional.empty(), false));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, Optional.empty(), true));
        assertThat(sqs.messages()).isEmpty();
        assertThat(sqs.rejected()).hasSize(2).allMatch(reason -> reason.contains(HOST));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, serial, false));
        assertThat(sqs.messages()).singleElement().isInstanceOf(RevocationDue.class);
    }

    /** What is to be rotated is gone; the revocation must not be lost with it. */
    @Test
    void a_revocation_with_a_rotation_is_sent_on_though_the_row_was_deleted_meanwhile() {
        Optional<Serial> serial = Optional.of(new Serial("0a1b"));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.SUPERSEDED, serial, true));
        record();
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), true));
        assertThat(sqs.rejected()).isEmpty();
        assertThat(sqs.messages()).hasSize(2).hasOnlyElementsOfType(RevocationDue.class);
    }

    private void record() {
        Instant end = SENT.plus(Duration.ofDays(3));
        new Revocations(table.inventory())
                .change(
                        HOST,
                        SENT,
                        record -> record.withIssued(
                                new ListedCertificate(new Serial("a1"), end, Optional.empty()), SENT));
    }

    @Test
    void a_host_that_is_not_enabled_is_revoked_all_the_same() {
        table.put(Row.of(HOST).with("enabled", AttributeValue.fromBool(false)));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), true));
        assertThat(sqs.messages()).singleElement().isInstanceOf(RevocationDue.class);
    }

    @Test
    void a_row_with_a_bad_attribute_is_revoked_as_any_other() {
        table.put(Row.of(HOST).with("expiry", "tomorrow"));
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), false));
        assertThat(sqs.rejected()).isEmpty();
        assertThat(sqs.messages()).singleElement().isInstanceOf(RevocationDue.class);
    }

    @Test
    void without_a_row_a_host_is_revoked_of_which_something_is_known_beside_it() {
        record();
        requests.revoke(MESSAGE, new Revoke(HOST, RevocationReason.KEY_COMPROMISE, Optional.empty(), false));
        assertThat(sqs.messages()).hasSize(1);
        assertThat(sqs.rejected()).isEmpty();
    }
}
