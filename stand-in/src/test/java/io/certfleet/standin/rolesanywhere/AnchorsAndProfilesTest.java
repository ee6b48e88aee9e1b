package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust anchors and profiles from their creation to their deletion. */
class AnchorsAndProfilesTest {
    private static final String DEFAULTS = "[{\"event\":\"CA_CERTIFICATE_EXPIRY\",\"channel\":\"ALL\",\"enabled\":true,"
            + "\"threshold\":45,\"configuredBy\":\"rolesanywhere.amazonaws.com\"},"
            + "{\"event\":\"END_ENTITY_CERTIFICATE_EXPIRY\",\"channel\":\"ALL\",\"enabled\":true,"
            + "\"threshold\":45,\"configuredBy\":\"rolesanywhere.amazonaws.com\"}]";

    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    private JsonNode call(String method, String path, JsonNode body) {
        return rolesAnywhere.call(method, path, body);
    }

    private static ObjectNode anchor(String caArn) {
        ObjectNode request = Json.object().put("name", "hosts").put("enabled", true);
        request.putObject("source")
                .put("sourceType", "AWS_ACM_PCA")
                .putObject("sourceData")
                .put("acmPcaArn", caArn);
        return request;
    }

    private JsonNode created(ObjectNode request) {
        return call("POST", "/trustanchors", request).path("trustAnchor");
    }

    @Test
    void a_trust_anchor_is_read_as_it_was_created_until_it_is_deleted() {
        JsonNode created = created(anchor("arn:ca"));
        assertThat(created.path("name").asText()).isEqualTo("hosts");
        assertThat(created.path("enabled").asBoolean()).isTrue();
        assertThat(created.path("source")).isEqualTo(anchor("arn:ca").path("source"));
        String path = "/trustanchor/" + created.path("trustAnchorId").asText();
        assertThat(rolesAnywhere.get(path).path("trustAnchor")).isEqualTo(created);
        assertThat(call("DELETE", path, null).path("trustAnchor")).isEqualTo(created);
        assertRefused("ResourceNotFoundException", () -> rolesAnywhere.get(path));
        assertThat(rolesAnywhere.get("/trustanchors").path("trustAnchors")).hasSize(1);
    }

    @Test
    void a_ca_that_is_not_there_or_is_not_a_ca_is_not_trusted() {
        assertRefused("ValidationException", () -> created(anchor("arn:other")));
        ObjectNode bundle = anchor("");
        bundle.putObject("source")
                .put("sourceType", "CERTIFICATE_BUNDLE")
                .putObject("sourceData")
                .put("x509CertificateData", "nonsense");
        assertThatThrownBy(() -> created(bundle)).hasMessage("Incorrect basic constraints for CA certificate");
        bundle.withObjectProperty("source").withObjectProperty("sourceData").put("x509CertificateData", CA.pem());
        assertThat(created(bundle).path("source")).isEqualTo(bundle.path("source"));
    }

    @Test
    void without_a_word_on_it_a_trust_anchor_is_not_enabled() {
        ObjectNode request = anchor("arn:ca");
        request.remove("enabled");
        assertThat(created(request).path("enabled").asBoolean()).isFalse();
    }

    @Test
    void an_update_changes_what_it_names() {
        JsonNode created = created(anchor("arn:ca"));
        String path = "/trustanchor/" + created.path("trustAnchorId").asText();
        JsonNode renamed =
                call("PATCH", path, Json.object().put("name", "others")).path("trustAnchor");
        assertThat(renamed.path("name").asText()).isEqualTo("others");
        assertThat(renamed.path("source")).isEqualTo(created.path("source"));
        assertRefused(
                "ValidationException", () -> call("PATCH", path, Json.object().put("name", "a/b")));
    }

    @Test
    void notifications_are_the_defaults_until_somebody_sets_them_and_after_a_reset() {
        ObjectNode request = anchor("arn:ca");
        JsonNode created = created(request);
        assertThat(created.path("notificationSettings").toString()).isEqualTo(DEFAULTS);
        ObjectNode put =
                Json.object().put("trustAnchorId", created.path("trustAnchorId").asText());
        put.putArray("notificationSettings")
                .addObject()
                .put("event", "END_ENTITY_CERTIFICATE_EXPIRY")
                .put("enabled", false)
                .put("threshold", 1);
        JsonNode changed = call("PATCH", "/put-notifications-settings", put).at("/trustAnchor/notificationSettings");
        assertThat(changed.path(1).toString())
                .isEqualTo("{\"event\":\"END_ENTITY_CERTIFICATE_EXPIRY\",\"channel\":\"ALL\",\"enabled\":false,"
                        + "\"threshold\":1,\"configuredBy\":\"111122223333\"}");
        assertThat(changed.at("/0/threshold").asInt()).isEqualTo(45);
        ObjectNode reset =
                Json.object().put("trustAnchorId", created.path("trustAnchorId").asText());
        reset.putArray("notificationSettingKeys").addObject().put("event", "END_ENTITY_CERTIFICATE_EXPIRY");
        assertThat(call("PATCH", "/reset-notifications-settings", reset)
                        .at("/trustAnchor/notificationSettings")
                        .toString())
                .isEqualTo(DEFAULTS);
    }

    @Test
    void a_threshold_is_1_to_360_days() {
        for (int threshold : new int[] {0, 361}) {
            ObjectNode request = anchor("arn:ca");
            request.putArray("notificationSettings")
                    .addObject()
                    .put("event", "CA_CERTIFICATE_EXPIRY")
                    .put("enabled", true)
                    .put("threshold", threshold);
            assertRefused("ValidationException", () -> created(request));
        }
    }

    @Test
    void a_profile_is_read_as_it_was_created_changed_and_deleted() {
        ObjectNode request =
                Json.object().put("name", "hosts").put("enabled", true).put("durationSeconds", 900);
        request.putArray("roleArns").add("arn:aws:iam::111122223333:role/certfleet-host");
        JsonNode created = call("POST", "/profiles", request).path("profile");
        assertThat(created.path("durationSeconds").asInt()).isEqualTo(900);
        assertThat(created.path("roleArns")).isEqualTo(request.path("roleArns"));
        String path = "/profile/" + created.path("profileId").asText();
        assertThat(rolesAnywhere.get(path).path("profile")).isEqualTo(created);
        JsonNode changed = call("PATCH", path, Json.object().put("durationSeconds", 43_200))
                .path("profile");
        assertThat(changed.path("durationSeconds").asInt()).isEqualTo(43_200);
        assertThat(changed.path("roleArns")).isEqualTo(request.path("roleArns"));
        call("DELETE", path, null);
        assertRefused("ResourceNotFoundException", () -> rolesAnywhere.get(path));
    }

    @Test
    void a_profile_is_refused_that_lasts_too_long_or_names_no_role() {
        ObjectNode request = Json.object().put("name", "hosts");
        request.putArray("roleArns");
        for (int duration : new int[] {899, 43_201}) {
            assertRefused(
                    "ValidationException",
                    () -> call("POST", "/profiles", request.deepCopy().put("durationSeconds", duration)));
        }
        request.putArray("roleArns").add("arn:aws:iam::111122223333:user/somebody");
        assertRefused("ValidationException", () -> call("POST", "/profiles", request));
    }

    @Test
    void a_profile_says_its_roles_and_an_anchor_its_source() {
        assertRefused(
                "ValidationException",
                () -> call("POST", "/profiles", Json.object().put("name", "hosts")));
        ObjectNode none = Json.object().put("name", "hosts");
        none.putArray("roleArns");
        assertThat(call("POST", "/profiles", none).at("/profile/roleArns")).isEmpty();
        assertRefused(
                "ValidationException",
                () -> call("POST", "/trustanchors", Json.object().put("name", "hosts")));
    }

    @Test
    void an_id_is_a_uuid() {
        String missing = "00000000-0000-0000-0000-000000000000";
        for (String kind : new String[] {"trustanchor", "profile", "crl", "subject"}) {
            assertRefused("ResourceNotFoundException", () -> call("GET", "/" + kind + "/" + missing, null));
            for (String id : new String[] {"1", "arn:x", missing + "0", missing.replace('0', 'G')}) {
                assertRefused("ValidationException", () -> call("GET", "/" + kind + "/" + id, null));
            }
        }
        ObjectNode put = Json.object().put("trustAnchorId", "1");
        put.putArray("notificationSettings");
        assertRefused("ValidationException", () -> call("PATCH", "/put-notifications-settings", put));
        assertRefused(
                "ValidationException",
                () -> call("PATCH", "/put-notifications-settings", Json.object().put("trustAnchorId", missing)));
    }

    @Test
    void tags_are_given_at_creation_changed_and_removed_and_go_with_their_resource() {
        ObjectNode request = anchor("arn:ca");
        request.putArray("tags").addObject().put("key", "team").put("value", "pki");
        JsonNode created = created(request);
        String arn = created.path("trustAnchorArn").asText();
        ObjectNode more = Json.object().put("resourceArn", arn);
        more.putArray("tags").addObject().put("key", "stage").put("value", "test");
        call("POST", "/TagResource", more);
        assertThat(tags(arn))
                .isEqualTo("[{\"key\":\"stage\",\"value\":\"test\"},{\"key\":\"team\",\"value\":\"pki\"}]");
        ObjectNode less = Json.object().put("resourceArn", arn);
        less.putArray("tagKeys").add("team");
        call("POST", "/UntagResource", less);
        assertThat(tags(arn)).isEqualTo("[{\"key\":\"stage\",\"value\":\"test\"}]");
        call("DELETE", "/trustanchor/" + created.path("trustAnchorId").asText(), null);
        assertRefused("ResourceNotFoundException", () -> tags(arn));
    }

    private String tags(String arn) {
        return rolesAnywhere
                .call("GET", "/ListTagsForResource", Map.of("resourceArn", arn), null)
                .path("tags")
                .toString();
    }
}
