package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.privateca.Pem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrlsTest {
    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    private JsonNode imported(ObjectNode request) {
        return rolesAnywhere.call("POST", "/crls", request).path("crl");
    }

    private String imported(String name) {
        return imported(rolesAnywhere.crl(name, CA.crl(0))).path("crlId").asText();
    }

    private JsonNode updated(String id, String crlData) {
        return rolesAnywhere
                .call("PATCH", "/crl/" + id, Json.object().put("crlData", crlData))
                .path("crl");
    }

    private void delete(String id) {
        rolesAnywhere.call("DELETE", "/crl/" + id, null);
    }

    private static void assertInvalid(ThrowingCallable call) {
        Calls.assertRefused("ValidationException", call);
    }

    @Test
    void a_crl_is_imported_read_updated_and_deleted() {
        String id = imported("certfleet");
        JsonNode read = rolesAnywhere.get("/crl/" + id).path("crl");
        assertThat(read.path("crlArn").asText()).isEqualTo("arn:aws:rolesanywhere:us-east-1:111122223333:crl/" + id);
        assertThat(read.path("trustAnchorArn").asText()).isEqualTo(rolesAnywhere.trustAnchorArn);
        assertThat(read.path("enabled").asBoolean(true)).isFalse();
        assertThat(read.path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00Z");

        String next = Csr.encode(CA.crl(10));
        JsonNode updated = updated(id, next);
        assertThat(updated.path("crlData").asText()).isEqualTo(next);
        assertThat(updated.path("name").asText()).isEqualTo("certfleet");
        JsonNode enabled = rolesAnywhere.post("/crl/" + id + "/enable").path("crl");
        assertThat(enabled.path("enabled").asBoolean()).isTrue();
        assertThat(rolesAnywhere.get("/crl/" + id).path("crl")).isEqualTo(enabled);
        delete(id);
        assertThatThrownBy(() -> rolesAnywhere.get("/crl/" + id)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(404);
            assertThat(error.code()).isEqualTo("ResourceNotFoundException");
        });
    }

    @Test
    void a_trust_anchor_has_two_crls_and_no_third() {
        imported("one");
        String second = imported("two");
        assertInvalid(() -> imported("three"));
        delete(second);
        imported("three");
    }

    @Test
    void a_crl_has_300000_bytes_at_most() {
        String longest = ofLength(300_000);
        assertThat(imported(rolesAnywhere.crl("longest", longest)).path("name").asText())
                .isEqualTo("longest");
        String id = imported("other");
        updated(id, Csr.encode(longest));
        String tooLong = ofLength(300_001);
        assertInvalid(() -> updated(id, Csr.encode(tooLong)));
        delete(id);
        assertInvalid(() -> imported(rolesAnywhere.crl("other", tooLong)));
        assertInvalid(() -> imported(rolesAnywhere.crl("other", "")));
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
            assertInvalid(() -> imported(rolesAnywhere.crl("certfleet", text)));
        }
        assertInvalid(() -> imported(rolesAnywhere.crl("certfleet", CA.crl(0)).put("crlData", "not base64!")));
        assertInvalid(() -> imported("a/b"));
        assertInvalid(() -> imported("x".repeat(256)));
        imported("x".repeat(255));
    }

    @Test
    void lists_come_in_pages() {
        imported("one");
        imported("two");
        JsonNode first = rolesAnywhere.call("GET", "/crls", Map.of("pageSize", "1"), null);
        assertThat(first.path("crls").findValuesAsText("name")).containsExactly("one");
        Map<String, String> next =
                Map.of("pageSize", "1", "nextToken", first.path("nextToken").asText());
        JsonNode second = rolesAnywhere.call("GET", "/crls", next, null);
        assertThat(second.path("crls").findValuesAsText("name")).containsExactly("two");
        assertThat(second.has("nextToken")).isFalse();
        assertThat(rolesAnywhere.get("/crls").path("crls")).hasSize(2);
        assertInvalid(() -> rolesAnywhere.call("GET", "/crls", Map.of("nextToken", "nonsense"), null));
    }

    @Test
    void what_the_service_does_not_serve_has_no_operation() {
        assertThat(rolesAnywhere.service.operation("PUT", "/profiles/1/mappings", ""))
                .isEmpty();
        assertThat(rolesAnywhere.service.operation("PUT", "/crl/1", "")).isEmpty();
        assertThat(rolesAnywhere.service.operation("GET", "/crl/1/enable", "")).isEmpty();
        assertThat(rolesAnywhere.service.operation("POST", "/sessions", "")).contains("CreateSession");
    }
}
