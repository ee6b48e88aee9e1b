package io.certfleet.standin.rolesanywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.privateca.Pem;
import io.certfleet.standin.privateca.SettableClock;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlsTest {
    private static final TestCa CA = TestCa.root("CN=root");

    @TempDir
    Path folder;

    private RolesAnywhere rolesAnywhere;
    private String trustAnchorArn;
    private String profileArn;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhere(
                new RolesAnywhereSettings(Account.standard(), arn -> CA.pem(), folder),
                new TrustPolicies(),
                new IssuedSessions(),
                new SettableClock(TestCa.NOW));
        trustAnchorArn = rolesAnywhere.trust("arn:ca");
        profileArn = rolesAnywhere.profile(List.of());
    }

    private JsonNode call(String method, String path, Map<String, String> query, JsonNode body) {
        String operation = rolesAnywhere.operation(method, path, "").orElseThrow();
        return Json.read(rolesAnywhere
                .answer(SigningHelper.plain(operation, method, path, query, body))
                .body());
    }

    private ObjectNode request(String name, String pem) {
        return Json.object().put("name", name).put("crlData", Csr.encode(pem)).put("trustAnchorArn", trustAnchorArn);
    }

    private String imported(String name) {
        return call("POST", "/crls", Map.of(), request(name, CA.crl(0)))
                .at("/crl/crlId")
                .asText();
    }

    private static void assertInvalid(ThrowingCallable call) {
        Calls.assertRefused("ValidationException", call);
    }

    @Test
    void a_crl_is_imported_read_updated_and_deleted() {
        String id = imported("certfleet");
        JsonNode read = call("GET", "/crl/" + id, Map.of(), null).path("crl");
        assertThat(read.path("crlArn").asText()).isEqualTo("arn:aws:rolesanywhere:us-east-1:111122223333:crl/" + id);
        assertThat(read.path("trustAnchorArn").asText()).isEqualTo(trustAnchorArn);
        assertThat(read.path("enabled").asBoolean(true)).isFalse();
        assertThat(read.path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00Z");

        String next = Csr.encode(CA.crl(10));
        JsonNode updated = call("PATCH", "/crl/" + id, Map.of(), Json.object().put("crlData", next));
        assertThat(updated.at("/crl/crlData").asText()).isEqualTo(next);
        assertThat(updated.at("/crl/name").asText()).isEqualTo("certfleet");
        assertThat(call("POST", "/crl/" + id + "/enable", Map.of(), null)
                        .at("/crl/enabled")
                        .asBoolean())
                .isTrue();
        assertThat(call("GET", "/crl/" + id, Map.of(), null).at("/crl/crlData").asText())
                .isEqualTo(next);
        call("DELETE", "/crl/" + id, Map.of(), null);
        assertThatThrownBy(() -> call("GET", "/crl/" + id, Map.of(), null))
                .isInstanceOfSatisfying(AwsError.class, error -> {
                    assertThat(error.status()).isEqualTo(404);
                    assertThat(error.code()).isEqualTo("ResourceNotFoundException");
                });
    }

    @Test
    void a_trust_anchor_has_two_crls_and_no_third() {
        imported("one");
        String second = imported("two");
        assertInvalid(() -> imported("three"));
        call("DELETE", "/crl/" + second, Map.of(), null);
        imported("three");
    }

    @Test
    void a_crl_has_300000_bytes_at_most() {
        String longest = ofLength(300_000);
        assertThat(call("POST", "/crls", Map.of(), request("longest", longest))
                        .at("/crl/name")
                        .asText())
                .isEqualTo("longest");
        String id = imported("other");
        call("PATCH", "/crl/" + id, Map.of(), Json.object().put("crlData", Csr.encode(longest)));
        String tooLong = ofLength(300_001);
        assertInvalid(() -> call("PATCH", "/crl/" + id, Map.of(), Json.object().put("crlData", Csr.encode(tooLong))));
        call("DELETE", "/crl/" + id, Map.of(), null);
        assertInvalid(() -> call("POST", "/crls", Map.of(), request("other", tooLong)));
        assertInvalid(() -> call("POST", "/crls", Map.of(), request("other", "")));
    }

    private static String ofLength(int bytes) {
        String crl = CA.crl(200_000);
        return "#".repeat(bytes - crl.length() - 1) + "\n" + crl;
    }

    @Test
    void only_a_pem_crl_of_the_trust_anchors_ca_is_taken() {
        for (String text : List.of(
                "hello",
                CA.pem(),
                Pem.of("X509 CRL", new byte[] {1, 2, 3}),
                TestCa.root("CN=other").crl(0),
                TestCa.root("CN=root").crl(0))) {
            assertInvalid(() -> call("POST", "/crls", Map.of(), request("certfleet", text)));
        }
        assertInvalid(() ->
                call("POST", "/crls", Map.of(), request("certfleet", CA.crl(0)).put("crlData", "not base64!")));
        assertInvalid(() -> imported("a/b"));
        assertInvalid(() -> imported("x".repeat(256)));
        imported("x".repeat(255));
    }

    @Test
    void lists_come_in_pages() {
        imported("one");
        imported("two");
        JsonNode first = call("GET", "/crls", Map.of("pageSize", "1"), null);
        assertThat(first.at("/crls/0/name").asText()).isEqualTo("one");
        assertThat(first.path("crls")).hasSize(1);
        JsonNode second = call(
                "GET",
                "/crls",
                Map.of("pageSize", "1", "nextToken", first.path("nextToken").asText()),
                null);
        assertThat(second.at("/crls/0/name").asText()).isEqualTo("two");
        assertThat(second.has("nextToken")).isFalse();
        assertThat(call("GET", "/crls", Map.of(), null).path("crls")).hasSize(2);
        assertInvalid(() -> call("GET", "/crls", Map.of("nextToken", "nonsense"), null));
    }

    @Test
    void trust_anchor_and_profile_can_be_read() {
        JsonNode anchor = call("GET", "/trustanchors", Map.of(), null).at("/trustAnchors/0");
        assertThat(anchor.path("trustAnchorArn").asText()).isEqualTo(trustAnchorArn);
        assertThat(anchor.at("/source/sourceData/acmPcaArn").asText()).isEqualTo("arn:ca");
        assertThat(call("GET", "/trustanchor/" + anchor.path("trustAnchorId").asText(), Map.of(), null)
                        .path("trustAnchor"))
                .isEqualTo(anchor);
        JsonNode profile = call("GET", "/profiles", Map.of(), null).at("/profiles/0");
        assertThat(profile.path("profileArn").asText()).isEqualTo(profileArn);
        assertThat(call("GET", "/profile/" + profile.path("profileId").asText(), Map.of(), null)
                        .path("profile"))
                .isEqualTo(profile);
    }

    @Test
    void what_the_service_does_not_serve_has_no_operation() {
        assertThat(rolesAnywhere.operation("PUT", "/profiles/1/mappings", "")).isEmpty();
        assertThat(rolesAnywhere.operation("PUT", "/crl/1", "")).isEmpty();
        assertThat(rolesAnywhere.operation("GET", "/crl/1/enable", "")).isEmpty();
        assertThat(rolesAnywhere.operation("POST", "/sessions", "")).contains("CreateSession");
    }
}
