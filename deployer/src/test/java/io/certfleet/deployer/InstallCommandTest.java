package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.InstallDue;
import io.certfleet.queue.FakeSqs;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallCommandTest {
    private final DeployerBench bench = new DeployerBench();

    private static String id(int number) {
        return "mi-%017d".formatted(number);
    }

    private String awaited(int number) {
        TestCertificate certificate =
                bench.issue(TestCertificate.of("f%d".formatted(number)).subject("CN=" + id(number)));
        bench.table.put(Row.of(id(number))
                .rotation("rotation-" + number, Step.ISSUED, START)
                .with("rotation.keyDigest", certificate.keyDigest())
                .with("rotation.certificateArn", certificate.arn()));
        return issued(certificate.arn());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "20, 1", "21, 2"})
    void twenty_hosts_are_one_command_and_the_21st_begins_another(int hosts, int commands) {
        assertThat(bench.handle(
                        IntStream.range(0, hosts).mapToObj(this::awaited).toArray(String[]::new)))
                .isEmpty();
        assertThat(bench.ssm.commands()).hasSize(commands);
        assertThat(IntStream.range(0, hosts))
                .allSatisfy(number -> assertThat(bench.table
                                .host(id(number))
                                .rotation()
                                .orElseThrow()
                                .commandId())
                        .isPresent());
    }

    @Test
    void one_unknown_host_holds_up_none_of_the_others() {
        bench.ssm.forget(id(1));
        assertThat(bench.handle(IntStream.range(0, 3).mapToObj(this::awaited).toArray(String[]::new)))
                .isEmpty();
        assertThat(bench.table.host(id(0)).rotation().orElseThrow().commandId()).isPresent();
        assertThat(bench.table.host(id(1)).rotation().orElseThrow().paused()).isTrue();
        assertThat(bench.table.host(id(2)).rotation().orElseThrow().commandId()).isPresent();
    }

    @Test
    void hosts_that_are_all_denied_keep_their_certificates_and_get_their_reason_after_a_while() {
        String[] events = {awaited(0), awaited(1)};
        bench.ssm.deny(id(0));
        bench.ssm.deny(id(1));
        for (int receives : new int[] {1, 9}) {
            assertThat(bench.handle(receives, events)).containsExactlyInAnyOrder("0", "1");
        }
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.handle(10, events)).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.table.row(id(0)).get("lastError").s()).contains("AccessDenied");
        assertThat(bench.table.host(id(0)).rotation().orElseThrow().attempt().heldUpAt())
                .isPresent();
        bench.ssm.allow();
        assertThat(bench.handle(new InstallDue(
                        id(0), bench.table.host(id(0)).rotation().orElseThrow().id(), 1)))
                .isEmpty();
        assertThat(bench.table.host(id(0)).rotation().orElseThrow())
                .extracting(rotation -> rotation.attempt().heldUpAt(), Rotation::commandId)
                .containsExactly(Optional.empty(), Optional.of("command-1"));
    }

    @Test
    void what_was_sent_before_systems_manager_throttled_is_recorded_and_only_the_rest_is_redelivered() {
        String[] events = IntStream.range(0, 4).mapToObj(this::awaited).toArray(String[]::new);
        bench.ssm.deny(id(3));
        bench.ssm.failAfter(1, "ThrottlingException");
        Set<String> back = bench.handle(events);
        assertThat(back).containsExactlyInAnyOrder("2", "3");
        assertThat(bench.table.host(id(0)).rotation().orElseThrow().commandId()).contains("command-1");
        assertThat(bench.table.host(id(1)).rotation().orElseThrow().commandId()).contains("command-1");
        assertThat(bench.table.host(id(2)).rotation().orElseThrow().commandId()).isEmpty();
    }

    @Test
    void a_host_whose_agent_does_not_run_is_offline_keeps_its_certificate_and_is_asked_about_again() {
        bench.ssm.refuse(id(0), "ConnectionLost");
        assertThat(bench.handle(awaited(0), awaited(1))).isEmpty();
        assertThat(bench.table.host(id(0)).state()).isEqualTo(HostState.OFFLINE);
        assertThat(bench.table.host(id(0)).rotation().orElseThrow().paused()).isFalse();
        assertThat(bench.table.host(id(1)).rotation().orElseThrow().commandId()).isPresent();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.queues.sent())
                .containsExactly(new FakeSqs.Sent("certificate", new InstallDue(id(0), "rotation-0", 1), 900));
    }

    @Test
    void a_message_for_another_service_is_rejected_with_the_reason() {
        assertThat(bench.handle("{\"type\":\"sweep\"}", "{}")).isEmpty();
        assertThat(bench.queues.rejected()).hasSize(2);
        assertThat(bench.queues.rejected().getFirst()).contains("needs 'type'");
        assertThat(bench.queues.rejected().getLast()).contains("not a message for the deployer");
    }
}
