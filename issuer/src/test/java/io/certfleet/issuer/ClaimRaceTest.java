package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimRaceTest {
    private final IssuerBench bench = new IssuerBench();

    private static RenewalDue first(String hostId) {
        return due(hostId, ROTATION, false, START, Optional.empty(), 0);
    }

    private static RenewalDue due(
            String hostId, String rotationId, boolean forced, Instant at, Optional<String> closes, int attempt) {
        return new RenewalDue(
                hostId,
                rotationId,
                new RenewalDue.Seen(Optional.empty(), "new", false, closes),
                new RenewalDue.Cause("no certificate yet", at, forced, forced),
                attempt,
                Optional.empty());
    }

    @Test
    void a_crash_between_the_intent_and_the_command_is_made_good_by_the_message_that_is_redelivered() {
        bench.table.put(Row.of(ID));
        bench.ssm.fail("InternalServerError");
        assertThat(bench.handle(first(ID))).containsExactly("0");
        assertThat(bench.rotation().commandId()).isEmpty();
        bench.ssm.fail("");
        assertThat(bench.handle(first(ID))).isEmpty();
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.rotation().commandId()).isPresent();
    }

    @Test
    void the_next_attempt_forgets_the_old_command_before_it_sends_the_new_one() {
        bench.table.put(Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "old"));
        bench.pass(Duration.ofMinutes(20));
        bench.ssm.fail("InternalServerError");
        assertThat(bench.handle(due(ID, ROTATION, false, START, Optional.empty(), 1)))
                .containsExactly("0");
        assertThat(bench.rotation().commandId()).isEmpty();
        bench.ssm.fail("");
        assertThat(bench.handle(due(ID, ROTATION, false, START, Optional.empty(), 1)))
                .isEmpty();
        assertThat(bench.rotation().commandId()).contains("command-1");
        assertThat(bench.rotation().attempts()).isEqualTo(1);
        assertThat(bench.rotation().stepAt()).isEqualTo(bench.clock.instant());
        bench.handle(due(ID, ROTATION, false, START, Optional.empty(), 1));
        assertThat(bench.ssm.commands()).hasSize(1);
    }

    @Test
    void a_request_that_lost_a_race_is_redelivered_and_a_sweeps_is_not() {
        bench.table.put(Row.of(ID));
        Runnable race = () -> bench.table.put(Row.of(ID).rotation("other", Step.CSR_REQUESTED, START.minusSeconds(9)));
        bench.table.beforeNextWrite(race);
        assertThat(bench.handle(due(ID, ROTATION, true, START, Optional.empty(), 0)))
                .containsExactly("0");
        assertThat(bench.handle(due(ID, ROTATION, true, START, Optional.empty(), 0)))
                .isEmpty();
        assertThat(bench.host().rotateAgain()).contains(START);

        bench.table.put(Row.of(ID));
        bench.table.beforeNextWrite(race);
        assertThat(bench.handle(first(ID))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void a_request_is_not_remembered_on_a_rotation_that_ended_meanwhile() {
        bench.table.put(Row.of(ID).rotation("other", Step.INSTALLING, START.minusSeconds(9)));
        bench.table.beforeNextWrite(() -> bench.table.put(Row.of(ID)));
        assertThat(bench.handle(due(ID, ROTATION, true, START, Optional.empty(), 0)))
                .containsExactly("0");
        assertThat(bench.host().rotateAgain()).isEmpty();
        assertThat(bench.handle(due(ID, ROTATION, true, START, Optional.empty(), 0)))
                .isEmpty();
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }

    @Test
    void a_request_beside_another_message_for_its_host_is_not_swallowed() {
        bench.table.put(Row.of(ID)
                .rotation(ROTATION, Step.CSR_REQUESTED, START.minusSeconds(9))
                .with("rotation.commandId", "old"));
        assertThat(bench.handle(
                        due(ID, ROTATION, false, START, Optional.empty(), 1),
                        due(ID, "request", true, START, Optional.empty(), 0)))
                .containsExactly("1");
        assertThat(bench.handle(due(ID, "request", true, START, Optional.empty(), 0)))
                .isEmpty();
        assertThat(bench.host().rotateAgain()).contains(START);
    }

    @Test
    void a_rotation_that_was_adopted_in_the_last_moment_is_not_closed() {
        Row stuck = Row.of(ID)
                .rotation("stuck", Step.CSR_REQUESTED, START.minusSeconds(3600))
                .with("rotation.keyDigest", "k");
        bench.table.put(stuck);
        bench.table.beforeNextWrite(() -> bench.table.put(stuck.installing("a1", START, START.plusSeconds(9))));
        bench.handle(due(ID, ROTATION, false, START, Optional.of("stuck"), 0));
        assertThat(bench.rotation().id()).isEqualTo("stuck");
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }
}
