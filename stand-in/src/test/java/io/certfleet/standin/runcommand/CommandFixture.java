package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SigningHelper;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.ManualExecutor;
import io.certfleet.standin.privateca.SettableClock;
import io.certfleet.standin.runcommand.management.Documents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Run Command over a fleet of the test's, with a document that runs what the test says. */
final class CommandFixture implements AutoCloseable {
    private static final Set<String> UNDER_WAY = Set.of("Pending", "InProgress");
    private static final String DOCUMENT = """
            schemaVersion: "2.2"
            description: Runs a script
            parameters:
              script:
                type: String
              payload:
                type: String
                default: AA==
                allowedPattern: ^[A-Za-z0-9+/=]+$
              executionTimeout:
                type: String
                default: "10"
                allowedPattern: ^[0-9]{1,5}$
            mainSteps:
              - action: aws:runShellScript
                name: run
                inputs:
                  timeoutSeconds: "{{ executionTimeout }}"
                  runCommand:
                    - "# {{payload}}"
                    - "{{ script }}"
            """;

    record Event(String source, String detailType, List<String> resources, ObjectNode detail) {
        String status() {
            return detail.path("status").asText();
        }
    }

    final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00.250Z"));
    final ManualExecutor timer = new ManualExecutor(clock);
    final List<Event> events = new CopyOnWriteArrayList<>();
    final Documents documents;
    final Fleet fleet;
    final RunCommand service;

    CommandFixture(Path folder) {
        this(folder, 8);
    }

    CommandFixture(Path folder, int processes) {
        this(folder, processes, write(folder.resolve("documents")));
    }

    CommandFixture(Path folder, OfflineHosts offlineHosts) {
        this(folder, 8, write(folder.resolve("documents")), offlineHosts);
    }

    CommandFixture(Path folder, int processes, Path documentFolder) {
        this(folder, processes, documentFolder, OfflineHosts.ACCEPTED);
    }

    private CommandFixture(Path folder, int processes, Path documentFolder, OfflineHosts offlineHosts) {
        documents = Documents.load(documentFolder, "test-", "111122223333", clock.instant());
        fleet = new Fleet(folder.resolve("fleet"), SigningHelper.ours(URI.create("http://127.0.0.1:1")), clock);
        service = new RunCommand(
                new RunCommandSettings(Account.standard(), Duration.ofMillis(300), processes, offlineHosts),
                documents,
                fleet,
                (source, type, resources, detail) -> events.add(new Event(source, type, resources, detail)),
                clock,
                timer);
    }

    private static Path write(Path documentFolder) {
        try {
            Files.createDirectories(documentFolder);
            Files.writeString(documentFolder.resolve("run.yaml"), DOCUMENT);
            return documentFolder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A SendCommand request of a script to hosts. */
    ObjectNode request(String script, List<String> ids) {
        ObjectNode request = Json.object().put("DocumentName", "test-run").put("MaxErrors", "100%");
        ids.forEach(request.putArray("InstanceIds")::add);
        return parameter(request, "script", script);
    }

    ObjectNode request(String script, SimulatedHost... hosts) {
        return request(script, List.of(hosts).stream().map(SimulatedHost::id).toList());
    }

    static ObjectNode parameter(ObjectNode request, String name, String value) {
        request.withObjectProperty("Parameters").putArray(name).add(value);
        return request;
    }

    JsonNode call(String operation, JsonNode request) {
        return Json.read(service.answer(Calls.json("issuer", "ssm", "AmazonSSM." + operation, request))
                .body());
    }

    /** Sends, and answers the command's id. */
    String send(ObjectNode request) {
        return call("SendCommand", request).at("/Command/CommandId").asText();
    }

    /** Sends, waits until all invocations ended, and answers them by ListCommandInvocations. */
    List<JsonNode> run(ObjectNode request) {
        return ended(send(request));
    }

    List<JsonNode> ended(String commandId) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> invocations(commandId).stream()
                        .noneMatch(one -> UNDER_WAY.contains(one.path("Status").asText())));
        return invocations(commandId);
    }

    /** What is known of a command's invocations some time later, when even those that wait are visible. */
    List<JsonNode> invocations(String commandId) {
        clock.advance(Duration.ofMillis(300));
        List<JsonNode> invocations = call(
                        "ListCommandInvocations",
                        Json.object().put("CommandId", commandId).put("Details", true))
                .path("CommandInvocations")
                .valueStream()
                .toList();
        clock.advance(Duration.ofMillis(-300));
        return invocations;
    }

    static String output(JsonNode invocation) {
        return invocation.at("/CommandPlugins/0/Output").asText();
    }

    static List<String> details(List<JsonNode> invocations) {
        return invocations.stream()
                .map(one -> one.path("StatusDetails").asText())
                .toList();
    }

    void assertRefused(String code, ObjectNode request) {
        assertRefused(code, "SendCommand", request);
    }

    void assertRefused(String code, String operation, ObjectNode request) {
        assertThatThrownBy(() -> call(operation, request)).isInstanceOfSatisfying(AwsError.class, error -> {
            if (!error.code().equals(code) || error.status() != 400) {
                throw new AssertionError(error.code() + ": " + error.getMessage());
            }
        });
    }

    @Override
    public void close() {
        service.close();
    }
}
