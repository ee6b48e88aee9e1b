package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.installing;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.queue.FakeSqs;
import io.certfleet.rotation.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostponementTest {
    private static final String UNREACHED =
            "certfleet install-certificate " + ROTATION + " later Roles Anywhere cannot be reached\n";
    private static final String INSTALLED = "certfleet install-certificate " + ROTATION + " installed\n";

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = bench.issue(TestCertificate.of("a1"));

    /** The host answers its current command. */
    private void answer(String status, String output) {
        String command = bench.rotation().commandId().orElseThrow();
        bench.ssm.answer(command, ID, status, status, output);
        assertThat(bench.handle(new CommandFinished(command, ID))).isEmpty();
    }

    /** Defers, and makes the next attempt when its message is due; false if there was no further attempt. */
    private boolean putOff() {
        int commands = bench.ssm.commands().size();
        answer("Failed", UNREACHED);
        FakeSqs.Sent next = bench.queues.sent().getLast();
        bench.clock.advance(Duration.ofSeconds(next.delaySeconds()));
        assertThat(bench.handle(next.message())).isEmpty();
        return bench.ssm.commands().size() > commands;
    }

    @Test
    void a_failure_ends_the_hour() {
        bench.table.put(installing(certificate, "c"));
        assertThat(putOff()).isTrue();
        assertThat(bench.installing().delay().postponedSince()).isPresent();
        answer("Failed", "certfleet install-certificate " + ROTATION + " failed no space\n");
        assertThat(bench.rotation().paused()).isTrue();
        assertThat(bench.installing().delay().postponedSince()).isEmpty();
    }

    @Test
    void an_hour_of_later_is_told_once_with_all_that_one_needs_while_it_is_tried_on() {
        Instant expiry = START.plus(Duration.ofDays(2));
        bench.table.put(installing(certificate, "c").active("b1", START.minus(Duration.ofDays(5)), expiry));
        while (bench.clock.instant().isBefore(START.plus(Duration.ofHours(1)))) {
            assertThat(bench.topic.texts()).isEmpty();
            assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
            assertThat(putOff()).isTrue();
        }
        assertThat(putOff()).isTrue();
        assertThat(bench.topic.subjects()).containsExactly("Certfleet: " + ID + " defers installation");
        assertThat(bench.topic.texts().getFirst())
                .contains(
                        ID, "Roles Anywhere cannot be reached", START.toString(), "good until " + expiry, "What to do");
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.table.row(ID).get("lastError").s()).contains("Roles Anywhere cannot be reached");
        assertThat(bench.host().failures()).isZero();
        for (int more = 0; more < 10; more++) {
            assertThat(putOff()).isTrue();
        }
        assertThat(bench.topic.texts()).hasSize(1);
        answer("Success", INSTALLED);
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.table.row(ID)).doesNotContainKey("lastError");
    }

    @Test
    void the_hour_counts_from_the_first_later_and_not_from_the_begin_of_the_rotation() {
        bench.table.put(installing(certificate, "c"));
        bench.clock.advance(Duration.ofHours(5));
        putOff();
        putOff();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_certificate_whose_third_is_gone_is_not_tried_on() {
        bench.table.put(installing(certificate, "c"));
        Instant notBefore = bench.installing().certificate().notBefore();
        Duration third = Duration.between(notBefore, certificate.notAfter()).dividedBy(3);
        bench.clock.advance(Duration.between(START, notBefore.plus(third)).minusSeconds(1));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        bench.clock.advance(Duration.ofSeconds(1));
        for (int attempt : List.of(1, 2)) {
            assertThat(bench.handle(new InstallDue(ID, ROTATION, attempt))).isEmpty();
        }
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.rotation().attempts()).isEqualTo(1);
    }
}
