package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revoked host is not enrolled again because its row comes back, only because an operator says so. */
class ReadmissionTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant REVOKED = START.minus(Duration.ofMinutes(20));

    private final IssuerBench bench = new IssuerBench();

    @BeforeEach
    void revoked() {
        bench.table.put(active());
        bench.handle(new RevocationDue(
                ID,
                Optional.empty(),
                true,
                new RevocationDue.Request(RevocationReason.KEY_COMPROMISE, REVOKED, false, ROTATION),
                List.of(),
                List.of(),
                0));
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    private static Row active() {
        return Row.of(ID).active("a1", START.minus(DAY), START.plus(DAY));
    }

    private static RenewalDue due(String state, Optional<Serial> serial, boolean forced, boolean readmit) {
        return new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(serial, state, false, Optional.empty()),
                new RenewalDue.Cause("test", START, forced, readmit),
                0,
                Optional.empty());
    }

    /** What was sent to the issuer is handled by it, until nothing is left. */
    private void settle() {
        List<Message> sent = bench.queues.messages();
        for (int next = 0; next < sent.size(); next++) {
            bench.handle(sent.get(next));
        }
    }

    @Test
    void a_row_put_again_is_not_enrolled_says_revoked_and_is_told_once() {
        bench.table.put(Row.of(ID));
        bench.handle(due("new", Optional.empty(), false, false));
        bench.handle(due("new", Optional.empty(), false, false));
        settle();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().revokedAt()).contains(REVOKED);
        assertThat(bench.host().expiry()).isPresent();
        assertThat(bench.topic.texts()).singleElement().asString().contains("readmit");
        assertThat(bench.queues.rejected()).isEmpty();
    }

    @Test
    void a_row_restored_with_its_certificate_is_not_renewed_and_what_else_it_lists_is_revoked() {
        bench.table.put(active().unexpired("b7", START.plus(DAY)));
        bench.handle(due("active", Optional.of(new Serial("a1")), false, false));
        settle();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.ca.revoked()).contains(new Serial("b7").hex());
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_row_restored_with_a_rotation_under_way_sends_nothing_to_the_host() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, START));
        bench.handle(new RenewalDue(
                ID,
                "r",
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "active", false, Optional.empty()),
                new RenewalDue.Cause("test", START, false, false),
                1,
                Optional.empty()));
        settle();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    @Test
    void a_rotation_that_does_not_readmit_lets_no_row_in_that_was_put_again() {
        bench.table.put(Row.of(ID));
        bench.handle(due("new", Optional.empty(), true, false));
        settle();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    /** It may say that the host is revoked: the host is asked for nothing until somebody has looked. */
    @Test
    void a_record_that_cannot_be_read_keeps_its_host_out() {
        bench.table.put(Row.of(ID));
        bench.table.put(Row.of("revocation#" + ID).with("revokedAt", "yesterday"));
        assertThat(bench.handle(due("new", Optional.empty(), true, true))).isEmpty();
        settle();
        assertThat(bench.queues.rejected()).singleElement().asString().contains("revocation#" + ID + " cannot be read");
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
    }

    @Test
    void an_operator_readmits_it_and_a_row_put_later_is_enrolled_as_any_other() {
        bench.table.put(Row.of(ID));
        bench.handle(due("new", Optional.empty(), true, true));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        bench.table.put(Row.of(ID));
        bench.handle(due("new", Optional.empty(), false, false));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void an_expiry_removed_from_a_row_that_says_revoked_readmits_it() {
        bench.table.put(
                Row.of(ID).with("state", "revoked").with("revokedAt", REVOKED).with("serial", new Serial("a1").hex()));
        bench.handle(due("revoked", Optional.of(new Serial("a1")), true, true));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }

    @Test
    void a_readmission_of_before_the_revocation_is_not_one() {
        bench.table.put(Row.of(ID));
        bench.handle(new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.empty(), "new", false, Optional.empty()),
                new RenewalDue.Cause("test", REVOKED, true, true),
                0,
                Optional.empty()));
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void when_its_certificates_have_expired_a_row_put_again_is_a_new_host() {
        bench.pass(Duration.ofHours(25));
        bench.table.put(Row.of(ID));
        bench.handle(due("new", Optional.empty(), false, false));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }
}
