package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.issuer.ClaimDecision.Begin;
import io.certfleet.issuer.ClaimDecision.Join;
import io.certfleet.issuer.ClaimDecision.Leave;
import io.certfleet.issuer.ClaimDecision.Remember;
import io.certfleet.issuer.ClaimDecision.Resend;
import io.certfleet.issuer.ClaimDecision.Send;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ClaimDecisionTest {
    private static final Instant NOW = IssuerBench.START;
    private static final Instant ASKED = NOW.minusSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    private static Row active() {
        return Row.of(ID).active("a1", NOW.minus(DAY), NOW.plus(DAY));
    }

    private static RenewalDue due(String state, boolean forced, Optional<String> closes, int attempt) {
        Optional<Serial> serial = state.equals("new") ? Optional.empty() : Optional.of(new Serial("a1"));
        return new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(serial, state, false, closes),
                new RenewalDue.Cause("due", ASKED, forced, forced),
                attempt,
                Optional.empty());
    }

    private static final RenewalDue SWEPT = due("active", false, Optional.empty(), 0);
    private static final RenewalDue FORCED = due("active", true, Optional.empty(), 0);

    private static ClaimDecision decide(Row row, RenewalDue due) {
        return ClaimDecision.of(row.host(), due, NOW);
    }

    private static void assertLeft(Row row, RenewalDue due, String reason) {
        assertThat(decide(row, due))
                .isInstanceOf(Leave.class)
                .extracting(Object::toString)
                .asString()
                .contains(reason);
    }

    @Test
    void a_row_as_the_checker_saw_it_is_claimed() {
        assertThat(decide(active(), SWEPT)).isEqualTo(new Begin());
        assertThat(decide(Row.of(ID), due("new", false, Optional.empty(), 0))).isEqualTo(new Begin());
    }

    @Test
    void a_disabled_host_is_left_alone_even_by_force() {
        assertLeft(active().with("enabled", AttributeValue.fromBool(false)), FORCED, "not enabled");
    }

    @Test
    void a_late_message_about_another_serial_or_state_changes_nothing() {
        assertLeft(active().with("serial", "a2"), SWEPT, "not what the checker saw");
        assertLeft(active().with("state", "failed"), SWEPT, "not what the checker saw");
        assertLeft(active(), due("new", false, Optional.empty(), 0), "not what the checker saw");
        assertThat(decide(active().with("serial", "a2"), FORCED)).isEqualTo(new Begin());
    }

    @Test
    void a_doubled_message_whose_command_was_sent_changes_nothing() {
        Row row = active().rotation(ROTATION, Step.CSR_REQUESTED, NOW);
        assertThat(decide(row, SWEPT)).isEqualTo(new Send());
        assertLeft(row.with("rotation.commandId", "c"), SWEPT, "sent already");
        assertLeft(row.with("rotation.keyDigest", "k"), SWEPT, "answered already");
        assertLeft(active().rotation(ROTATION, Step.ISSUED, NOW), SWEPT, "answered already");
        assertLeft(active().rotation(ROTATION, Step.INSTALLING, NOW), FORCED, "answered already");
    }

    @Test
    void only_the_next_attempt_sends_the_command_again() {
        Row row = active().rotation(ROTATION, Step.CSR_REQUESTED, NOW)
                .with("rotation.commandId", "c")
                .with("rotation.attempts", 1);
        assertLeft(row, due("active", false, Optional.empty(), 0), "sent already");
        assertLeft(row, due("active", false, Optional.empty(), 1), "sent already");
        assertThat(decide(row, due("active", false, Optional.empty(), 2))).isEqualTo(new Resend());
        assertLeft(row, due("active", false, Optional.empty(), 3), "sent already");
        assertLeft(row.with("rotation.keyDigest", "k"), due("active", false, Optional.empty(), 2), "answered already");
    }

    @Test
    void an_attempt_of_a_rotation_that_has_ended_begins_none() {
        assertLeft(active(), due("active", false, Optional.empty(), 1), "not under way any more");
    }

    @Test
    void a_request_is_satisfied_by_a_key_made_after_it_to_the_millisecond() {
        assertLeft(active().with("rotatedAt", ASKED), FORCED, "a key was made after the request");
        assertThat(decide(active().with("rotatedAt", ASKED.minusMillis(1)), FORCED))
                .isEqualTo(new Begin());
        Row younger = active().rotation("other", Step.ISSUED, ASKED);
        assertThat(decide(younger, FORCED)).isEqualTo(new Join());
        assertLeft(younger.with("rotation.requestedAt", ASKED), FORCED, "a key was made after the request");
        assertThat(decide(active().rotation("other", Step.ISSUED, ASKED.minusMillis(1)), FORCED))
                .isEqualTo(new Remember());
        assertLeft(active().rotation("other", Step.ISSUED, ASKED.minusMillis(1)), SWEPT, "a rotation is under way");
    }

    @Test
    void a_revoked_host_is_claimed_only_by_a_request_made_after_the_revocation_to_the_millisecond() {
        Row revoked = active().with("state", "revoked");
        RenewalDue swept = due("revoked", false, Optional.empty(), 0);
        RenewalDue forced = due("revoked", true, Optional.empty(), 0);
        assertLeft(revoked.with("revokedAt", ASKED.minusMillis(1)), swept, "revoked");
        assertThat(decide(revoked, forced)).isEqualTo(new Begin());
        assertLeft(revoked.with("revokedAt", ASKED), forced, "revoked");
        assertLeft(revoked.with("revokedAt", ASKED.plusMillis(1)), forced, "revoked");
    }

    @Test
    void a_revoked_host_is_not_claimed_for_a_request_that_does_not_readmit_it() {
        Row revoked = active().with("state", "revoked").with("revokedAt", ASKED.minusMillis(1));
        RenewalDue plain = new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "active", false, Optional.empty()),
                new RenewalDue.Cause("list", ASKED, true, false),
                0,
                Optional.empty());
        assertLeft(revoked, plain, "nobody has readmitted it");
        // A rotation of a revoked host is one that readmits it.
        assertThat(decide(revoked.rotation("other", Step.ISSUED, ASKED.minusMillis(1)), plain))
                .isEqualTo(new Remember());
    }

    @Test
    void a_key_that_was_made_and_revoked_after_the_request_does_not_satisfy_it() {
        Row revoked = active().with("state", "revoked")
                .with("revokedAt", ASKED.minusMillis(1))
                .with("rotatedAt", ASKED);
        assertThat(decide(revoked, FORCED)).isEqualTo(new Begin());
    }

    @Test
    void a_failure_in_between_waits_for_its_next_attempt_unless_requested() {
        Row failed = active().with("state", "failed");
        RenewalDue swept = due("failed", false, Optional.empty(), 0);
        assertLeft(failed.with("retryAt", NOW.plusMillis(1)), swept, "waits for its next attempt");
        assertThat(decide(failed, due("failed", true, Optional.empty(), 0))).isEqualTo(new Begin());
        assertThat(decide(failed.with("retryAt", NOW), swept)).isEqualTo(new Begin());
    }

    @Test
    void a_stuck_rotation_is_closed_only_while_it_is_under_way_and_stands_still() {
        RenewalDue closing = due("active", false, Optional.of("stuck"), 0);
        assertThat(decide(active().rotation("stuck", Step.CSR_REQUESTED, ASKED), closing))
                .isEqualTo(new Begin());
        assertLeft(active(), closing, "has ended");
        assertLeft(active().rotation("another", Step.CSR_REQUESTED, ASKED), closing, "under way");
        assertLeft(active().rotation("stuck", Step.INSTALLING, ASKED.plusMillis(1)), closing, "under way");
    }

    @Test
    void a_request_that_was_to_close_a_rotation_which_went_on_is_remembered() {
        Row row = active().rotation("paused", Step.INSTALLING, ASKED.minusSeconds(60));
        RenewalDue closing = due("active", true, Optional.of("paused"), 0);
        assertThat(decide(row, closing)).isEqualTo(new Begin());
        assertThat(decide(row.with("rotation.stepAt", ASKED.plusMillis(1)), closing))
                .isEqualTo(new Remember());
    }

    @Test
    void a_rotation_that_the_checker_did_not_see_has_begun_since_whatever_the_clocks_say() {
        RenewalDue seenIdle = new RenewalDue(
                ID,
                "copy",
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "active", true, Optional.empty()),
                new RenewalDue.Cause("its expiry was removed", ASKED, true, false),
                0,
                Optional.empty());
        Row begun = active().rotation("first", Step.CSR_REQUESTED, ASKED.minusMillis(1));
        assertThat(decide(begun, FORCED)).isEqualTo(new Remember());
        assertThat(decide(begun, seenIdle)).isEqualTo(new Join());
        assertLeft(begun.with("rotation.requestedAt", ASKED), seenIdle, "a key was made after the request");
        assertThat(decide(active(), seenIdle)).isEqualTo(new Begin());
    }
}
