package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.CommandFixture.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order and how many at a time invocations run, and what is told of them. */
class DispatcherTest {
    private static final String INVOCATION = "EC2 Command Invocation Status-change Notification";
    private static final String COMMAND = "EC2 Command Status-change Notification";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0,1", "1,2", "2,3", "3,4", "50%,3", "100%,4", "100,4"})
    void after_more_errors_than_allowed_no_other_host_begins(String maxErrors, int failed) {
        try (CommandFixture ssm = new CommandFixture(folder, 1)) {
            SimulatedHost[] hosts = ssm.fleet.register(4).toArray(SimulatedHost[]::new);
            String commandId = ssm.send(
                    ssm.request("exit 1", hosts).put("MaxErrors", maxErrors).put("MaxConcurrency", "1"));
            List<String> details = CommandFixture.details(ssm.ended(commandId));
            assertThat(details.subList(0, failed)).containsOnly("Failed");
            assertThat(details.subList(failed, 4)).allMatch("Terminated"::equals);
            await().untilAsserted(() ->
                    assertThat(of(ssm, COMMAND).getLast().status()).isEqualTo("Failed"));
        }
    }

    @Test
    void without_max_errors_the_first_failure_ends_a_command() {
        try (CommandFixture ssm = new CommandFixture(folder, 1)) {
            SimulatedHost[] hosts = ssm.fleet.register(2).toArray(SimulatedHost[]::new);
            ObjectNode request = ssm.request("exit 1", hosts).put("MaxConcurrency", "1");
            request.remove("MaxErrors");
            assertThat(CommandFixture.details(ssm.run(request))).containsExactly("Failed", "Terminated");
        }
    }

    @Test
    void a_script_that_a_reboot_breaks_off_has_failed_in_the_agents_words_and_is_not_run_again() {
        try (CommandFixture ssm = new CommandFixture(folder, 1)) {
            SimulatedHost host = ssm.fleet.register();
            host.rebootInAScript();
            JsonNode broken =
                    ssm.run(ssm.request("openssl version && touch ran", host)).getFirst();
            assertThat(broken.path("StatusDetails").asText()).isEqualTo("Failed");
            assertThat(CommandFixture.output(broken)).contains("document process failed unexpectedly");
            assertThat(host.folder().resolve("ran")).doesNotExist();
            assertThat(CommandFixture.details(ssm.run(ssm.request("openssl version", host))))
                    .containsExactly("Success");
        }
    }

    @Test
    void a_host_runs_five_scripts_at_a_time() throws Exception {
        assertThat(together(16, "50", 8, 1, Agent.WORKERS)).isEqualTo(Agent.WORKERS);
    }

    @Test
    void what_a_host_has_received_is_in_progress_and_beyond_ten_it_is_lost() throws Exception {
        try (CommandFixture ssm = new CommandFixture(folder, 16)) {
            SimulatedHost host = ssm.fleet.register();
            Path go = folder.resolve("go");
            List<String> ids = IntStream.range(0, Agent.WORKERS + Agent.BUFFER + 1)
                    .mapToObj(unused ->
                            ssm.send(ssm.request("while [ ! -e " + go + " ]; do sleep 0.05; done; echo ran", host)))
                    .toList();
            assertThat(ids.stream().flatMap(id -> ssm.invocations(id).stream()))
                    .allSatisfy(one -> assertThat(one.path("Status").asText()).isEqualTo("InProgress"));
            Files.createFile(go);
            ids.subList(0, ids.size() - 1)
                    .forEach(
                            id -> assertThat(CommandFixture.output(ssm.ended(id).getFirst()))
                                    .isEqualTo("ran\n"));
            assertThat(CommandFixture.details(ssm.invocations(ids.getLast()))).containsExactly("InProgress");
            ssm.clock.advance(Duration.ofSeconds(3610));
            ssm.timer.runDue();
            assertThat(CommandFixture.details(ssm.invocations(ids.getLast()))).containsExactly("DeliveryTimedOut");
        }
    }

    @Test
    void all_hosts_run_no_more_scripts_than_the_processes_allowed() throws Exception {
        assertThat(together(3, "50", 1, 8, 3)).isEqualTo(3);
    }

    @Test
    void a_command_runs_on_no_more_hosts_than_its_concurrency() throws Exception {
        assertThat(together(16, "2", 1, 8, 2)).isEqualTo(2);
        assertThat(together(16, "50%", 1, 8, 4)).isEqualTo(4);
        assertThat(together(16, "1%", 1, 8, 1)).isEqualTo(1);
    }

    /** Runs scripts that wait for each other and answers how many saw each other at most. */
    private int together(int processes, String concurrency, int commands, int hosts, int expected) throws Exception {
        Path meeting = Files.createTempDirectory(folder, "meeting");
        String script = """
                cd %s
                : >"running.$AWS_SSM_INSTANCE_ID.$$"
                set -- running.*
                echo $#
                : >"counted.$AWS_SSM_INSTANCE_ID.$$"
                while [ ! -e go ]; do sleep 0.02; done
                rm "running.$AWS_SSM_INSTANCE_ID.$$"
                """.formatted(meeting);
        try (CommandFixture ssm = new CommandFixture(meeting, processes)) {
            SimulatedHost[] all = ssm.fleet.register(hosts).toArray(SimulatedHost[]::new);
            List<String> ids = IntStream.range(0, commands)
                    .mapToObj(unused -> ssm.send(ssm.request(script, all).put("MaxConcurrency", concurrency)))
                    .toList();
            await().until(() -> counted(meeting) >= expected);
            Files.createFile(meeting.resolve("go"));
            return ids.stream()
                    .flatMap(id -> ssm.ended(id).stream())
                    .mapToInt(one -> Integer.parseInt(CommandFixture.output(one).strip()))
                    .max()
                    .orElseThrow();
        }
    }

    private static long counted(Path meeting) throws Exception {
        try (Stream<Path> files = Files.list(meeting)) {
            return files.filter(file -> file.getFileName().toString().startsWith("counted."))
                    .count();
        }
    }

    @Test
    void beginning_and_end_are_told_in_the_shape_of_aws() {
        try (CommandFixture ssm = new CommandFixture(folder)) {
            SimulatedHost host = ssm.fleet.register();
            String commandId = ssm.send(ssm.request("true", host).put("TimeoutSeconds", 60));
            await().until(() -> ssm.events.size() == 4);
            String arn = "arn:aws:ssm:us-east-1:111122223333:managed-instance/" + host.id();
            assertThat(ssm.events).allSatisfy(event -> {
                assertThat(event.source()).isEqualTo("aws.ssm");
                assertThat(event.resources()).containsExactly(arn);
            });
            assertThat(of(ssm, INVOCATION)).extracting(Event::status).containsExactly("InProgress", "Success");
            assertThat(of(ssm, COMMAND)).extracting(Event::status).containsExactly("InProgress", "Success");
            assertThat((JsonNode) of(ssm, INVOCATION).getLast().detail())
                    .isEqualTo(Json.read("""
                    {"command-id":"%s","document-name":"test-run","instance-id":"%s",
                     "requested-date-time":"2026-03-01T12:00:00.250Z","status":"Success"}
                    """.formatted(commandId, host.id()).getBytes(StandardCharsets.UTF_8)));
            assertThat((JsonNode) of(ssm, COMMAND).getLast().detail())
                    .isEqualTo(Json.read("""
                    {"command-id":"%s","document-name":"test-run","expire-after":"2026-03-01T12:01:10.250Z",
                     "parameters":{"executionTimeout":["10"],"payload":["AA=="],"script":["true"]},
                     "requested-date-time":"2026-03-01T12:00:00.250Z","status":"Success"}
                    """.formatted(commandId).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void an_invocation_that_was_told_of_can_be_read_at_once() {
        try (CommandFixture ssm = new CommandFixture(folder)) {
            String commandId = ssm.send(ssm.request("true", ssm.fleet.register()));
            await().until(() -> ssm.events.size() == 4);
            assertThat(ssm.call("ListCommandInvocations", Json.object().put("CommandId", commandId))
                            .path("CommandInvocations"))
                    .hasSize(1);
        }
    }

    private static List<Event> of(CommandFixture ssm, String type) {
        return ssm.events.stream()
                .filter(event -> event.detailType().equals(type))
                .toList();
    }
}
