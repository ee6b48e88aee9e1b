package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SendCommand refuses, at both sides of every limit. */
class SendCommandTest {
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
    void fifty_hosts_are_served_and_fifty_one_are_refused() {
        List<String> ids = new ArrayList<>(
                ssm.fleet.register(49).stream().map(SimulatedHost::id).toList());
        ids.add(host.id());
        assertThat(ssm.run(ssm.request("true", ids)))
                .hasSize(50)
                .allSatisfy(one -> assertThat(one.path("Status").asText()).isEqualTo("Success"));
        ids.add(ssm.fleet.register().id());
        ssm.assertRefused("ValidationException", ssm.request("true", ids));
    }

    @Test
    void one_unknown_host_refuses_the_whole_command() {
        ssm.assertRefused(
                "InvalidInstanceId", ssm.request("touch ran", List.of(host.id(), ssm.fleet.unregisteredId())));
        assertThat(ssm.call("ListCommandInvocations", Json.object()).path("CommandInvocations"))
                .isEmpty();
        assertThat(ssm.events).isEmpty();
        assertThat(host.folder().resolve("ran")).doesNotExist();
    }

    @Test
    void a_host_that_is_offline_is_waited_for_or_refuses_the_whole_command_and_is_known_all_the_same() {
        SimulatedHost away = ssm.fleet.register();
        away.disconnect();
        ObjectNode both = ssm.request("true", host, away);
        assertThat(CommandFixture.details(ssm.invocations(ssm.send(both)))).contains("Pending");
        try (CommandFixture refusing = new CommandFixture(folder.resolve("refusing"), OfflineHosts.REFUSED)) {
            SimulatedHost online = refusing.fleet.register();
            SimulatedHost offline = refusing.fleet.register();
            offline.disconnect();
            refusing.assertRefused("InvalidInstanceId", refusing.request("true", online, offline));
            assertThat(CommandFixture.details(refusing.run(refusing.request("true", online))))
                    .containsExactly("Success");
            JsonNode known =
                    refusing.call("DescribeInstanceInformation", Json.object()).path("InstanceInformationList");
            assertThat(known.valueStream()
                            .filter(node -> node.path("InstanceId").asText().equals(offline.id()))
                            .map(node -> node.path("PingStatus").asText()))
                    .containsExactly("ConnectionLost");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mi-0123", "x", "", "mi-0123456789abcdef01", "mi-0123456789abcdef 0", "../etc"})
    void what_is_not_an_id_is_refused(String id) {
        ssm.assertRefused("ValidationException", ssm.request("true", List.of(id)));
    }

    @Test
    void nobody_and_the_same_host_twice_are_refused() {
        ssm.assertRefused("InvalidParameters", ssm.request("true"));
        ssm.assertRefused("DuplicateInstanceId", ssm.request("true", host, host));
    }

    @Test
    void values_must_match_the_allowed_pattern_as_a_whole() {
        ObjectNode good = CommandFixture.parameter(ssm.request("head -n 1 \"$0\"", host), "payload", "Az09+/==");
        assertThat(CommandFixture.output(ssm.run(good).getFirst())).isEqualTo("# Az09+/==\n");
        for (String bad : List.of("a b", "$(id)", "", "YQ==\n", "YQ==\nrm", "'")) {
            ssm.assertRefused("InvalidParameters", CommandFixture.parameter(request(), "payload", bad));
        }
    }

    @Test
    void parameters_must_be_known_given_and_single() {
        ssm.assertRefused("InvalidParameters", CommandFixture.parameter(request(), "other", "x"));
        ObjectNode missing = request();
        missing.withObjectProperty("Parameters").remove("script");
        ssm.assertRefused("InvalidParameters", missing);
        ObjectNode two = request();
        two.withObjectProperty("Parameters").putArray("payload").add("YQ==").add("YQ==");
        ssm.assertRefused("InvalidParameters", two);
    }

    @Test
    void document_version_and_hash_are_checked() {
        ssm.assertRefused("InvalidDocument", request().put("DocumentName", "AWS-RunShellScript"));
        ssm.assertRefused("InvalidDocumentVersion", request().put("DocumentVersion", "2"));
        ObjectNode pinned = request().put("DocumentVersion", "1").put("DocumentHashType", "Sha256");
        String hash = ssm.documents.hash("test-run");
        assertThat(ssm.run(pinned.put("DocumentHash", hash))).hasSize(1);
        ssm.assertRefused("InvalidDocument", pinned.put("DocumentHash", hash.replace(hash.charAt(0), 'x')));
        ssm.assertRefused(
                "ValidationException", pinned.put("DocumentHash", hash).put("DocumentHashType", "Sha1"));
    }

    @Test
    void the_hash_is_that_of_the_file() throws Exception {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "dgst",
                        "-sha256",
                        folder.resolve("documents/run.yaml").toString())
                .start();
        assertThat(new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .endsWith("= " + ssm.documents.hash("test-run"));
    }

    @Test
    void numbers_have_limits() {
        for (int good : new int[] {30, 2_592_000}) {
            assertThat(ssm.run(request().put("TimeoutSeconds", good))).hasSize(1);
        }
        for (int bad : new int[] {29, 2_592_001}) {
            ssm.assertRefused("ValidationException", request().put("TimeoutSeconds", bad));
        }
        assertThat(ssm.run(request().put("Comment", "c".repeat(100)))).hasSize(1);
        ssm.assertRefused("ValidationException", request().put("Comment", "c".repeat(101)));
        for (String bad : List.of("101%", "-1", "x", "")) {
            ssm.assertRefused("ValidationException", request().put("MaxErrors", bad));
            ssm.assertRefused("ValidationException", request().put("MaxConcurrency", bad));
        }
        ssm.assertRefused("ValidationException", request().put("MaxConcurrency", "0"));
        assertThat(ssm.run(request().put("MaxErrors", "0").put("MaxConcurrency", "1")))
                .hasSize(1);
    }

    @Test
    void a_document_with_its_values_has_at_most_64_kilobytes() throws Exception {
        int rest = 64 * 1024
                - Files.readString(folder.resolve("documents/run.yaml"))
                        .replace("{{payload}}", "AA==")
                        .replace("{{ executionTimeout }}", "10")
                        .replace("{{ script }}", "")
                        .length();
        assertThat(ssm.run(ssm.request("#".repeat(rest), host))).hasSize(1);
        ssm.assertRefused("MaxDocumentSizeExceeded", ssm.request("#".repeat(rest + 1), host));
    }

    @Test
    void documents_are_read_as_they_are() {
        ObjectNode name = Json.object().put("Name", "test-run");
        JsonNode document = ssm.call("GetDocument", name);
        assertThat(document.path("Content").asText()).startsWith("schemaVersion: \"2.2\"");
        JsonNode description = ssm.call("DescribeDocument", name).path("Document");
        assertThat(description.path("Hash").asText()).isEqualTo(ssm.documents.hash("test-run"));
        assertThat(description
                        .path("Parameters")
                        .valueStream()
                        .map(one -> one.path("Name").asText()))
                .containsExactlyInAnyOrder("script", "payload", "executionTimeout");
        ssm.assertRefused("InvalidDocument", "GetDocument", Json.object().put("Name", "other"));
    }

    @Test
    void hosts_are_described_with_their_connection() {
        host.disconnect();
        ssm.fleet.register(6);
        ObjectNode offline = Json.object();
        offline.putArray("Filters")
                .addObject()
                .put("Key", "PingStatus")
                .putArray("Values")
                .add("ConnectionLost");
        assertThat(ids(ssm.call("DescribeInstanceInformation", offline))).containsExactly(host.id());
        ObjectNode page = Json.object().put("MaxResults", 5);
        JsonNode first = ssm.call("DescribeInstanceInformation", page);
        JsonNode second = ssm.call(
                "DescribeInstanceInformation",
                page.put("NextToken", first.path("NextToken").asText()));
        assertThat(Stream.concat(ids(first).stream(), ids(second).stream()))
                .containsExactlyElementsOf(
                        ssm.fleet.hosts().stream().map(SimulatedHost::id).toList());
        assertThat(second.has("NextToken")).isFalse();
        ssm.assertRefused("ValidationException", "DescribeInstanceInformation", page.put("MaxResults", 4));
        ssm.assertRefused("ValidationException", "DescribeInstanceInformation", page.put("MaxResults", 51));
    }

    @Test
    void a_tag_is_the_only_filter_or_none() {
        host.tag(Map.of("certfleet", "certfleet"));
        ObjectNode byTag = filtered(Map.of("tag:certfleet", List.of("certfleet")));
        assertThat(ids(ssm.call("DescribeInstanceInformation", byTag))).contains(host.id());
        for (String tag : List.of("tag:certfleet", "tag-key")) {
            for (String other : List.of("InstanceIds", "PingStatus", "tag:role")) {
                ObjectNode mixed = filtered(Map.of(tag, List.of("certfleet"), other, List.of(host.id())));
                ssm.assertRefused("ValidationException", "DescribeInstanceInformation", mixed);
            }
        }
        ssm.assertRefused(
                "InvalidInstanceInformationFilterValue",
                "DescribeInstanceInformation",
                filtered(Map.of("ResourceType", List.of("ManagedInstance", "EC2Instance"))));
    }

    private static ObjectNode filtered(Map<String, List<String>> filters) {
        ObjectNode request = Json.object();
        ArrayNode list = request.putArray("Filters");
        filters.forEach((key, values) -> {
            ArrayNode allowed = list.addObject().put("Key", key).putArray("Values");
            values.forEach(allowed::add);
        });
        return request;
    }

    private static List<String> ids(JsonNode answer) {
        return answer.path("InstanceInformationList")
                .valueStream()
                .map(one -> one.path("InstanceId").asText())
                .toList();
    }

    private ObjectNode request() {
        return ssm.request("true", host);
    }
}
