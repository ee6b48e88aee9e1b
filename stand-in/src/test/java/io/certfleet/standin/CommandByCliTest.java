package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SigningHelper;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.Gateway;
import io.certfleet.standin.runcommand.RunCommand;
import io.certfleet.standin.runcommand.RunCommandSettings;
import io.certfleet.standin.runcommand.management.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run Command as an operator's aws command sees it. */
class CommandByCliTest {
    private static final ScheduledExecutorService TIMER = Executors.newScheduledThreadPool(1);

    @TempDir
    static Path folder;

    private static Gateway gateway;
    private static RunCommand runCommand;
    private static SimulatedHost host;
    private static AwsCli aws;

    @BeforeAll
    static void start() throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("greet.yaml"), """
                schemaVersion: "2.2"
                description: Greets
                parameters:
                  name: {type: String, allowedPattern: "^[a-z]+$"}
                mainSteps:
                  - action: aws:runShellScript
                    name: greet
                    inputs:
                      runCommand: ["echo hello {{ name }}", "echo aside >&2"]
                """);
        Clock clock = Clock.systemUTC();
        gateway = new Gateway(0, List.of(), clock, new CallLog(folder.resolve("calls.jsonl")));
        Fleet fleet = new Fleet(folder.resolve("fleet"), SigningHelper.ours(gateway.address()), clock);
        host = fleet.register();
        runCommand = new RunCommand(
                RunCommandSettings.standard("us-east-1", "111122223333"),
                Documents.load(documents, "my-", "111122223333", clock.instant()),
                fleet,
                (source, detailType, resources, detail) -> {},
                clock,
                TIMER);
        gateway.serve(runCommand);
        gateway.open();
        aws = new AwsCli(
                Map.of(
                        "AWS_ENDPOINT_URL", gateway.address().toString(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", "AKIACERTFLEETOPERATOR",
                        "AWS_SECRET_ACCESS_KEY", "local"),
                folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        runCommand.close();
        TIMER.shutdownNow();
    }

    @Test
    void a_command_is_sent_and_its_answer_read() {
        JsonNode command = aws.json(
                        "ssm",
                        "send-command",
                        "--document-name",
                        "my-greet",
                        "--instance-ids",
                        host.id(),
                        "--parameters",
                        "name=world",
                        "--timeout-seconds",
                        "30")
                .path("Command");
        assertThat(command.path("Status").asText()).isEqualTo("Pending");
        assertThat(command.path("ExpiresAfter").asText()).isNotEmpty();
        String id = command.path("CommandId").asText();
        await().until(() -> list(id).path("Status").asText().equals("Success"));
        assertThat(list(id).path("CommandPlugins").path(0).path("Output").asText())
                .isEqualTo("hello world\n\n----------ERROR-------\naside\n");
        JsonNode one = aws.json("ssm", "get-command-invocation", "--command-id", id, "--instance-id", host.id());
        assertThat(one.path("StandardOutputContent").asText()).isEqualTo("hello world\n");
        assertThat(one.path("StandardErrorContent").asText()).isEqualTo("aside\n");
    }

    private static JsonNode list(String commandId) {
        return aws.json("ssm", "list-command-invocations", "--command-id", commandId, "--details")
                .path("CommandInvocations")
                .path(0);
    }

    @Test
    void refusals_have_their_names() {
        assertThat(aws.run(
                                "ssm",
                                "send-command",
                                "--document-name",
                                "my-greet",
                                "--instance-ids",
                                host.id(),
                                "--parameters",
                                "name=$(id)")
                        .errors())
                .contains("(InvalidParameters)");
        assertThat(aws.run("ssm", "describe-document", "--name", "other").errors())
                .contains("(InvalidDocument)");
        assertThat(aws.run("ssm", "list-documents").errors()).contains("does not serve ssm:ListDocuments");
    }

    @Test
    void documents_and_hosts_are_described() {
        JsonNode document = aws.json("ssm", "describe-document", "--name", "my-greet");
        assertThat(document.path("Document")
                        .path("Parameters")
                        .path(0)
                        .path("Name")
                        .asText())
                .isEqualTo("name");
        JsonNode hosts = aws.json("ssm", "describe-instance-information", "--filters", "Key=PingStatus,Values=Online");
        assertThat(hosts.path("InstanceInformationList")
                        .path(0)
                        .path("InstanceId")
                        .asText())
                .isEqualTo(host.id());
    }
}
