package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.installing;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewKeyTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);
    private static final String NEEDS_NEW_KEY = "certfleet install-certificate " + ROTATION
            + " needs-new-key there is no key of this rotation\n\n----------ERROR-------\n"
            + "failed to run commands: exit status 66\n";

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = TestCertificate.of("a1");

    private Row row() {
        return installing(certificate, "c")
                .active("b1", START.minus(Duration.ofDays(5)), START.plus(Duration.ofDays(2)));
    }

    private void answers(String status, String output) {
        bench.ssm.answer("c", ID, status, status, output);
    }

    @Test
    void a_host_that_has_lost_the_key_of_its_rotation_gets_a_new_rotation_at_once() {
        bench.table.put(row());
        answers("Failed", NEEDS_NEW_KEY);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.messages()).singleElement().isInstanceOfSatisfying(RenewalDue.class, due -> {
            assertThat(due.seen().closes()).contains(ROTATION);
            assertThat(due.rotationId()).isNotEqualTo(ROTATION);
            assertThat(due.seen().serial()).contains(new Serial("b1"));
            assertThat(due.seen().state()).isEqualTo("active");
            assertThat(due.cause().forced()).isFalse();
            assertThat(due.cause().reason()).contains("there is no key of this rotation");
            assertThat(due.cause().at()).isEqualTo(START);
        });
        assertThat(bench.queues.sent().getFirst().queue()).isEqualTo("issue");
        assertThat(bench.host().onlyNewKeyHelps(ROTATION)).isTrue();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
        assertThat(bench.host().failures()).isZero();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void an_answer_that_comes_again_asks_for_the_same_rotation() {
        bench.table.put(row());
        answers("Failed", NEEDS_NEW_KEY);
        bench.handle(FINISHED);
        bench.handle(FINISHED);
        assertThat(bench.queues.messages()).hasSize(2);
        assertThat(bench.queues.messages().stream().distinct()).hasSize(1);
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void the_next_one_in_a_row_waits_for_the_back_off_and_is_told_once() {
        bench.table.put(row().with("needsNewKey", "00000000-d9cb-469f-a165-70867728950e"));
        answers("Failed", NEEDS_NEW_KEY);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().failures()).isEqualTo(1);
        assertThat(bench.host().retryAt()).contains(START.plus(Duration.ofMinutes(15)));
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
        assertThat(bench.topic.texts()).singleElement().asString().contains("there is no key of this rotation");
    }

    @Test
    void a_success_begins_the_row_anew() {
        bench.table.put(row().with("needsNewKey", "00000000-d9cb-469f-a165-70867728950e"));
        answers("Success", "certfleet install-certificate " + ROTATION + " installed\n");
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().failed().needsNewKey()).isEqualTo(Optional.empty());
    }

    @Test
    void a_success_that_says_so_is_not_one_of_the_scripts_answers() {
        bench.table.put(row());
        answers("Success", NEEDS_NEW_KEY);
        bench.handle(FINISHED);
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.rotation().paused()).isTrue();
    }

    @Test
    void a_row_that_was_revoked_meanwhile_gets_no_new_key() {
        bench.table.put(row());
        answers("Failed", NEEDS_NEW_KEY);
        bench.table.beforeNextWrite(
                () -> bench.table.put(Row.of(ID).active("b1", START, START).with("state", "revoked")));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent()).isEmpty();
    }
}
