package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a command on its hosts. */
class InvocationTest {
    @TempDir
    Path folder;

    private CommandFixture ssm;
    private SimulatedHost host;

    @BeforeEach
    void create() {
        ssm = new CommandFixture(folder);
        host = ssm.fleet.register();
    }

    @AfterEach
    void close() {
        ssm.close();
    }

    @Test
    void a_script_sees_the_agents_variables_the_hosts_folder_and_nothing_else() {
        String commandId = ssm.send(ssm.request("env | sort; pwd; umask", host));
        String output = CommandFixture.output(ssm.ended(commandId).getFirst());
        assertThat(output.lines().filter(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*")))
                .containsExactly(
                        "AWS_SHARED_CREDENTIALS_FILE=" + host.folder().resolve("root/.aws/credentials"),
                        "AWS_SSM_INSTANCE_ID=" + host.id(),
                        "AWS_SSM_PLATFORM_NAME=Ubuntu",
                        "AWS_SSM_PLATFORM_VERSION=24.04",
                        "AWS_SSM_REGION_NAME=us-east-1",
                        "CERTFLEET_ROOT=" + host.folder(),
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "SSM_COMMAND_ID=" + commandId,
                        host.folder().resolve("usr/bin").toString(),
                        "0022");
    }

    @Test
    void output_and_exit_code_of_a_failure_are_reported() {
        JsonNode failed =
                ssm.run(ssm.request("echo out; echo bad >&2; exit 75", host)).getFirst();
        assertThat(failed.path("Status").asText()).isEqualTo("Failed");
        assertThat(failed.at("/CommandPlugins/0/ResponseCode").asInt()).isEqualTo(75);
        assertThat(CommandFixture.output(failed))
                .isEqualTo("out\n\n----------ERROR-------\nbad\nfailed to run commands: exit status 75");
    }

    @Test
    void get_command_invocation_holds_more_of_the_output_than_the_list() {
        String commandId = ssm.send(ssm.request("head -c 5000 /dev/zero | tr '\\0' x; echo y >&2", host));
        assertThat(CommandFixture.output(ssm.ended(commandId).getFirst()))
                .hasSize(2500)
                .contains("---Output truncated---");
        JsonNode one = ssm.call("GetCommandInvocation", key(commandId));
        assertThat(one.path("StandardOutputContent").asText()).isEqualTo("x".repeat(5000));
        assertThat(one.path("StandardErrorContent").asText()).isEqualTo("y\n");
        assertThat(one.path("PluginName").asText()).isEqualTo("run");
        assertThat(one.path("ResponseCode").asInt()).isZero();
        assertThat(one.path("ExecutionStartDateTime").asText()).isEqualTo("2026-03-01T12:00:00.250Z");
        assertThat(one.path("Status").asText()).isEqualTo("Success");
    }

    @Test
    void a_waiting_invocation_does_not_exist_at_first() {
        host.disconnect();
        String commandId = ssm.send(ssm.request("true", host));
        ssm.clock.advance(Duration.ofMillis(299));
        ssm.assertRefused("InvocationDoesNotExist", "GetCommandInvocation", key(commandId));
        assertThat(listed(commandId)).isEmpty();
        ssm.clock.advance(Duration.ofMillis(1));
        JsonNode pending = ssm.call("GetCommandInvocation", key(commandId));
        assertThat(pending.path("Status").asText()).isEqualTo("Pending");
        assertThat(pending.path("ResponseCode").asInt()).isEqualTo(-1);
        assertThat(listed(commandId)).hasSize(1);
    }

    @Test
    void of_an_unknown_command_there_is_nothing() {
        String unknown = "00000000-0000-0000-0000-000000000000";
        ssm.assertRefused("InvocationDoesNotExist", "GetCommandInvocation", key(unknown));
        assertThat(listed(unknown)).isEmpty();
        ssm.assertRefused(
                "ValidationException", "ListCommandInvocations", Json.object().put("CommandId", "x"));
    }

    @Test
    void the_list_has_pages() {
        SimulatedHost other = ssm.fleet.register();
        String commandId = ssm.send(ssm.request("true", host, other));
        ssm.ended(commandId);
        ObjectNode page = Json.object().put("CommandId", commandId).put("MaxResults", 1);
        JsonNode first = ssm.call("ListCommandInvocations", page);
        JsonNode second = ssm.call(
                "ListCommandInvocations",
                page.put("NextToken", first.path("NextToken").asText()));
        assertThat(first.at("/CommandInvocations/0/InstanceId").asText()).isEqualTo(host.id());
        assertThat(first.at("/CommandInvocations/0/CommandPlugins")).isEmpty();
        assertThat(second.at("/CommandInvocations/0/InstanceId").asText()).isEqualTo(other.id());
        assertThat(second.has("NextToken")).isFalse();
        ssm.assertRefused("InvalidNextToken", "ListCommandInvocations", page.put("NextToken", "x"));
        ssm.assertRefused("ValidationException", "ListCommandInvocations", page.put("MaxResults", 51));
    }

    @Test
    void delivery_times_out_after_both_timeouts_and_what_comes_later_runs_nothing() {
        SimulatedHost online = ssm.fleet.register();
        host.disconnect();
        ObjectNode request = ssm.request("touch ran", host, online).put("TimeoutSeconds", 30);
        String commandId = ssm.send(CommandFixture.parameter(request, "executionTimeout", "10"));
        await().until(() -> CommandFixture.details(ssm.invocations(commandId)).contains("Success"));
        assertThat(online.folder().resolve("usr/bin/ran")).exists();
        pass(Duration.ofSeconds(40).minusMillis(1));
        assertThat(CommandFixture.details(ssm.invocations(commandId))).startsWith("Pending");
        pass(Duration.ofMillis(1));
        List<JsonNode> ended = ssm.ended(commandId);
        assertThat(CommandFixture.details(ended)).containsExactly("DeliveryTimedOut", "Success");
        assertThat(ended.getFirst().path("Status").asText()).isEqualTo("TimedOut");
        host.connect();
        ssm.run(ssm.request("true", host));
        assertThat(host.folder().resolve("usr/bin/ran")).doesNotExist();
        assertThat(ssm.events.stream()
                        .filter(event ->
                                event.detail().path("command-id").asText().equals(commandId)
                                        && !event.detail().has("instance-id")))
                .last()
                .extracting(CommandFixture.Event::status)
                .isEqualTo("Failed");
    }

    @Test
    void a_running_script_expires_too_and_what_it_says_later_is_not_news() throws Exception {
        String script = "touch begun; while [ ! -e go ]; do sleep 0.05; done; touch ended";
        ObjectNode request = ssm.request(script, host).put("TimeoutSeconds", 30);
        String commandId = ssm.send(CommandFixture.parameter(request, "executionTimeout", "10"));
        await().until(() -> Files.exists(host.folder().resolve("usr/bin/begun")));
        pass(Duration.ofSeconds(40));
        assertThat(CommandFixture.details(ssm.invocations(commandId))).containsExactly("DeliveryTimedOut");
        Files.createFile(host.folder().resolve("usr/bin/go"));
        await().until(() -> Files.exists(host.folder().resolve("usr/bin/ended")));
        // Behind it, on the same host: by then it has been heard.
        ssm.run(ssm.request("true", host));
        assertThat(CommandFixture.details(ssm.invocations(commandId))).containsExactly("DeliveryTimedOut");
    }

    @Test
    void an_answer_waits_for_the_connection() throws Exception {
        String commandId =
                ssm.send(ssm.request("touch begun; while [ ! -e go ]; do sleep 0.05; done; touch ended", host));
        await().until(() -> Files.exists(host.folder().resolve("usr/bin/begun")));
        host.disconnect();
        Files.createFile(host.folder().resolve("usr/bin/go"));
        await().until(() -> Files.exists(host.folder().resolve("usr/bin/ended")));
        assertThat(CommandFixture.details(ssm.invocations(commandId))).containsExactly("InProgress");
        host.connect();
        assertThat(CommandFixture.details(ssm.ended(commandId))).containsExactly("Success");
    }

    @Test
    void a_host_that_comes_back_in_time_runs_what_waited() {
        host.disconnect();
        String commandId = ssm.send(ssm.request("echo here", host));
        host.connect();
        assertThat(CommandFixture.output(ssm.ended(commandId).getFirst())).isEqualTo("here\n");
        pass(Duration.ofDays(1));
        assertThat(CommandFixture.details(ssm.invocations(commandId))).containsExactly("Success");
    }

    @Test
    void a_script_that_takes_too_long_is_ended() {
        ObjectNode request =
                CommandFixture.parameter(ssm.request("echo begun; sleep 60", host), "executionTimeout", "5");
        JsonNode ended = ssm.run(request).getFirst();
        assertThat(ended.path("Status").asText()).isEqualTo("TimedOut");
        assertThat(ended.path("StatusDetails").asText()).isEqualTo("ExecutionTimedOut");
        assertThat(CommandFixture.output(ended)).isEqualTo("begun\n");
    }

    @Test
    void the_end_of_the_stand_in_ends_its_scripts() throws Exception {
        ssm.send(ssm.request("echo $$ >pid.new; mv pid.new pid; sleep 60", host));
        Path file = host.folder().resolve("usr/bin/pid");
        await().until(() -> Files.exists(file));
        long pid = Long.parseLong(Files.readString(file).strip());
        ssm.close();
        // A dead process that nobody waited for has no program any more.
        await().until(() -> ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isEmpty());
    }

    private void pass(Duration time) {
        ssm.clock.advance(time);
        ssm.timer.runDue();
    }

    private ObjectNode key(String commandId) {
        return Json.object().put("CommandId", commandId).put("InstanceId", host.id());
    }

    private List<JsonNode> listed(String commandId) {
        return ssm.call("ListCommandInvocations", Json.object().put("CommandId", commandId))
                .path("CommandInvocations")
                .valueStream()
                .toList();
    }
}
