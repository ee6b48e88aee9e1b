package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UnfinishedRevocationsTest {
    private static final String HOST = Rows.HOST;
    private static final String KEY = "revocation#" + HOST;
    private static final Instant ASKED = Instant.parse("2026-11-02T00:00:00Z");
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final ListedCertificate A1 = certificate("a1");

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSqs sqs = new FakeSqs();
    private final Revocations revocations = new Revocations(table.inventory());
    private final UnfinishedRevocations unfinished =
            new UnfinishedRevocations(table.inventory(), revocations, sqs.outbox());

    private static ListedCertificate certificate(String serial) {
        return new ListedCertificate(new Serial(serial), ASKED.plus(Duration.ofDays(7)), Optional.of(Row.arn(serial)));
    }

    private void record(UnaryOperator<RevocationRecord> change) {
        revocations.change(
                HOST, ASKED, record -> change.apply(record.with(A1, RevocationReason.KEY_COMPROMISE, ASKED)));
    }

    private List<RevocationDue> sweep(Instant now) {
        int before = sqs.messages().size();
        unfinished.sweep(items(KEY, "certfleet#pace"), now);
        return sqs.messages().stream()
                .skip(before)
                .map(RevocationDue.class::cast)
                .toList();
    }

    private List<Map<String, AttributeValue>> items(String... keys) {
        return List.copyOf(table.inventory().items(List.of(keys)).values());
    }

    @Test
    void what_the_ca_was_not_told_is_sent_again_after_half_an_hour_without_a_row() {
        record(record -> record.ofHost(ASKED, RevocationReason.KEY_COMPROMISE));
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR).minusMillis(1))).isEmpty();
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR))).singleElement().satisfies(due -> {
            assertThat(due.hostId()).isEqualTo(HOST);
            assertThat(due.ofHost()).isTrue();
            assertThat(due.serial()).isEmpty();
            assertThat(due.request().reason()).isEqualTo(RevocationReason.KEY_COMPROMISE);
            assertThat(due.request().at()).isEqualTo(ASKED);
            assertThat(due.certificates()).containsExactly(A1);
            assertThat(due.attempt()).isEqualTo(1);
        });
    }

    @Test
    void single_certificates_are_sent_by_their_serials() {
        record(record -> record.with(certificate("a2"), RevocationReason.SUPERSEDED, ASKED));
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR)))
                .extracting(RevocationDue::serial)
                .containsExactlyInAnyOrder(Optional.of(new Serial("a1")), Optional.of(new Serial("a2")));
    }

    @Test
    void each_attempt_waits_twice_as_long_up_to_a_day() {
        record(record -> record.tried(3, ASKED));
        assertThat(sweep(ASKED.plus(Duration.ofHours(4)).minusMillis(1))).isEmpty();
        assertThat(sweep(ASKED.plus(Duration.ofHours(4)))).hasSize(1);
        record(record -> record.tried(50, ASKED));
        assertThat(sweep(ASKED.plus(Duration.ofHours(24)).minusMillis(1))).isEmpty();
        assertThat(sweep(ASKED.plus(Duration.ofHours(24)))).hasSize(1);
    }

    @Test
    void what_the_ca_was_told_and_what_has_expired_is_left_alone() {
        record(record -> record.told(A1.serial(), ASKED).ofHost(ASKED, RevocationReason.UNSPECIFIED));
        table.put(Row.of(HOST).with("state", "revoked"));
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR))).isEmpty();
        assertThat(sweep(ASKED.plus(Duration.ofDays(8)))).isEmpty();
    }

    @Test
    void a_row_that_does_not_say_that_its_host_is_revoked_is_made_to() {
        record(record -> record.told(A1.serial(), ASKED).ofHost(ASKED, RevocationReason.UNSPECIFIED));
        table.put(Row.of(HOST));
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR)))
                .singleElement()
                .satisfies(due -> assertThat(due.ofHost()).isTrue());
        record(record -> record.readmitted(ASKED.plusSeconds(1)));
        assertThat(sweep(ASKED.plus(HALF_AN_HOUR))).isEmpty();
    }

    @Test
    void a_record_that_cannot_be_read_does_not_hide_the_others() {
        record(record -> record);
        String broken = "revocation#mi-00000000000000000";
        table.put(Row.of(broken).with("revokedAt", "yesterday"));
        unfinished.sweep(items(broken, KEY), ASKED.plus(HALF_AN_HOUR));
        assertThat(sqs.messages()).hasSize(1);
    }
}
