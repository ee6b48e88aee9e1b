package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    @Test
    void a_subject_tells_which_certificate_got_a_session() {
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        String arn = rolesAnywhere
                .granted(rolesAnywhere.helper(certificate, KEYS, TestCa.NOW).call())
                .path("subjectArn")
                .asText();
        JsonNode listed = rolesAnywhere.get("/subjects").path("subjects");
        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/subjectArn").asText()).isEqualTo(arn);
        JsonNode credentials = rolesAnywhere
                .get("/subject/" + listed.at("/0/subjectId").asText())
                .at("/subject/credentials");
        assertThat(credentials).hasSize(1);
        assertThat(credentials.at("/0/failed").asBoolean()).isFalse();
        assertThat(Certificates.parse(
                        credentials.at("/0/x509CertificateData").asText().getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(certificate);
    }

    @Test
    void a_certificate_of_another_ca_makes_no_subject() {
        X509Certificate foreign = TestCa.root("CN=other").sign(Wish.good(), KEYS);
        rolesAnywhere.assertDenied(
                rolesAnywhere.helper(foreign, KEYS, TestCa.NOW).call(), "Untrusted");
        assertThat(rolesAnywhere.get("/subjects").path("subjects")).isEmpty();
    }

    @Test
    void an_unknown_subject_is_not_found() {
        assertRefused(
                "ResourceNotFoundException", () -> rolesAnywhere.get("/subject/0f8fad5b-d9cb-469f-a165-70867728950e"));
    }
}
