package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLogTest {
    private static final String INSUFFICIENT = "Untrusted certificate. Insufficient certificate";

    @TempDir
    Path folder;

    @Test
    void every_decision_is_logged() throws Exception {
        RolesAnywhereFixture rolesAnywhere = new RolesAnywhereFixture(folder);
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        rolesAnywhere.granted(
                rolesAnywhere.helper(certificate, KEYS, TestCa.NOW).call());
        rolesAnywhere.assertDenied(rolesAnywhere.helper(Wish.good().usage(null)).call(), INSUFFICIENT);
        List<JsonNode> log = Files.readAllLines(folder.resolve("sessions.jsonl")).stream()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(log).hasSize(2);
        assertThat(log.getFirst().path("granted").asBoolean()).isTrue();
        assertThat(log.getFirst().path("cn").asText()).isEqualTo("mi-1");
        assertThat(log.getFirst().path("serial").asText())
                .isEqualTo(String.format("%032x", certificate.getSerialNumber()));
        assertThat(log.getLast().path("granted").asBoolean(true)).isFalse();
        assertThat(log.getLast().path("reason").asText()).isEqualTo(INSUFFICIENT);
    }
}
