package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents from their creation by the API to their deletion. */
class ManagedDocumentsTest {
    private static final String SCRIPT = """
            schemaVersion: "2.2"
            description: Says something
            mainSteps:
              - action: aws:runShellScript
                name: say
                inputs:
                  runCommand: ["echo %s"]
            """;

    @TempDir
    Path folder;

    private CommandFixture fixture;

    @BeforeEach
    void create() {
        fixture = new CommandFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static ObjectNode named() {
        return Json.object().put("Name", "my-say");
    }

    private static ObjectNode request(String word) {
        return named().put("DocumentFormat", "YAML")
                .put("DocumentType", "Command")
                .put("Content", SCRIPT.formatted(word));
    }

    private static ObjectNode update(String word) {
        ObjectNode request = request(word).put("DocumentVersion", "$LATEST");
        request.remove("DocumentType");
        return request;
    }

    private JsonNode described(String version) {
        return fixture.call("DescribeDocument", named().put("DocumentVersion", version))
                .path("Document");
    }

    @Test
    void a_created_document_is_described_and_got_as_it_is() {
        JsonNode created = fixture.call("CreateDocument", request("one")).path("DocumentDescription");
        assertThat(created.path("Status").asText()).isEqualTo("Creating");
        JsonNode described = described("$DEFAULT");
        assertThat(described.path("Status").asText()).isEqualTo("Active");
        assertThat(described.path("Owner").asText()).isEqualTo("111122223333");
        assertThat(described.path("Hash").asText()).matches("[0-9a-f]{64}");
        assertThat(described.path("DocumentVersion").asText()).isEqualTo("1");
        assertThat(fixture.call("GetDocument", named()).path("Content").asText())
                .isEqualTo(SCRIPT.formatted("one"));
        assertThat(fixture.call("DescribeDocumentPermission", named().put("PermissionType", "Share"))
                        .path("AccountIds"))
                .isEmpty();
        fixture.assertRefused("DocumentAlreadyExists", "CreateDocument", request("one"));
    }

    @Test
    void a_document_is_json_unless_it_says_that_it_is_yaml() {
        ObjectNode unsaid = request("one");
        unsaid.remove("DocumentFormat");
        fixture.assertRefused("InvalidDocumentContent", "CreateDocument", unsaid);
        fixture.assertRefused(
                "InvalidDocumentContent", "CreateDocument", request("one").put("DocumentFormat", "JSON"));
        fixture.assertRefused(
                "ValidationException", "CreateDocument", request("one").put("DocumentFormat", "XML"));
        unsaid.put("Content", """
                {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "say",
                  "inputs": {"runCommand": ["echo one"]}}]}
                """);
        fixture.call("CreateDocument", unsaid);
        assertThat(described("$DEFAULT").path("DocumentFormat").asText()).isEqualTo("JSON");
        ObjectNode update = update("two");
        update.remove("DocumentFormat");
        fixture.assertRefused("InvalidDocumentContent", "UpdateDocument", update);
    }

    @Test
    void a_key_that_systems_manager_does_not_know_is_refused() {
        String parameters = """
                parameters:
                  word:
                    type: String
                    %s: "x"
                """;
        for (String known : new String[] {"description", "default", "allowedPattern", "interpolationType"}) {
            fixture.call(
                    "CreateDocument",
                    request("one")
                            .put("Name", "my-" + known)
                            .put("Content", SCRIPT.formatted("one") + parameters.formatted(known)));
        }
        for (String unknown : new String[] {"pattern", "allowedpattern", "required"}) {
            fixture.assertRefused(
                    "InvalidDocumentContent",
                    "CreateDocument",
                    request("one").put("Content", SCRIPT.formatted("one") + parameters.formatted(unknown)));
        }
        fixture.assertRefused(
                "InvalidDocumentContent",
                "CreateDocument",
                request("one").put("Content", SCRIPT.formatted("one") + "author: me\n"));
    }

    @Test
    void an_update_is_run_only_once_it_is_the_default() {
        fixture.call("CreateDocument", request("one"));
        assertThat(fixture.call("UpdateDocument", update("two"))
                        .at("/DocumentDescription/DocumentVersion")
                        .asText())
                .isEqualTo("2");
        assertThat(run()).isEqualTo("one\n");
        assertThat(described("$DEFAULT").path("LatestVersion").asText()).isEqualTo("2");
        fixture.call("UpdateDocumentDefaultVersion", named().put("DocumentVersion", "2"));
        assertThat(run()).isEqualTo("two\n");
        assertThat(described("$DEFAULT").path("DefaultVersion").asText()).isEqualTo("2");
        assertThat(described("1").path("Hash")).isNotEqualTo(described("2").path("Hash"));
    }

    private String run() {
        ObjectNode request = Json.object().put("DocumentName", "my-say");
        request.putArray("InstanceIds").add(fixture.fleet.register().id());
        return CommandFixture.output(fixture.run(request).getFirst());
    }

    @Test
    void an_update_needs_other_content_and_the_latest_version() {
        fixture.call("CreateDocument", request("one"));
        fixture.assertRefused("DuplicateDocumentContent", "UpdateDocument", update("one"));
        fixture.call("UpdateDocument", update("two"));
        fixture.assertRefused(
                "InvalidDocumentVersion", "UpdateDocument", update("three").put("DocumentVersion", "1"));
        fixture.assertRefused(
                "InvalidDocumentVersion", "UpdateDocumentDefaultVersion", named().put("DocumentVersion", "3"));
    }

    @Test
    void reserved_and_malformed_names_and_contents_are_refused() {
        fixture.assertRefused(
                "ValidationException", "CreateDocument", request("one").put("Name", "AWS-say"));
        fixture.assertRefused(
                "ValidationException", "CreateDocument", request("one").put("Name", "a/b"));
        fixture.assertRefused(
                "InvalidDocumentContent", "CreateDocument", request("one").put("Content", "{"));
        fixture.assertRefused(
                "InvalidDocumentContent", "CreateDocument", request("one").put("Content", "schemaVersion: \"0.3\""));
        fixture.assertRefused(
                "ValidationException", "CreateDocument", request("one").put("DocumentFormat", "TEXT"));
    }

    @Test
    void a_deleted_document_is_gone() {
        fixture.call("CreateDocument", request("one"));
        fixture.call("DeleteDocument", named());
        fixture.assertRefused("InvalidDocument", "GetDocument", named());
        fixture.assertRefused("InvalidDocument", "DeleteDocument", named());
    }

    @Test
    void tags_are_given_at_creation_changed_and_removed() {
        ObjectNode request = request("one");
        request.putArray("Tags").addObject().put("Key", "team").put("Value", "pki");
        fixture.call("CreateDocument", request);
        ObjectNode resource = Json.object().put("ResourceType", "Document").put("ResourceId", "my-say");
        ObjectNode more = resource.deepCopy();
        more.putArray("Tags").addObject().put("Key", "stage").put("Value", "test");
        fixture.call("AddTagsToResource", more);
        ObjectNode less = resource.deepCopy();
        less.putArray("TagKeys").add("team");
        fixture.call("RemoveTagsFromResource", less);
        assertThat(fixture.call("ListTagsForResource", resource).path("TagList").toString())
                .isEqualTo("[{\"Key\":\"stage\",\"Value\":\"test\"}]");
        fixture.assertRefused(
                "InvalidResourceId", "ListTagsForResource", resource.deepCopy().put("ResourceId", "other"));
        fixture.assertRefused(
                "InvalidResourceType",
                "ListTagsForResource",
                resource.deepCopy().put("ResourceType", "Parameter"));
    }
}
