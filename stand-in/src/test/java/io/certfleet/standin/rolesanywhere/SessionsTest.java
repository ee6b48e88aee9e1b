package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.KEYS;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.privateca.AuthorityFixture;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final String UNTRUSTED = "Untrusted signing certificate";
    private static final String INSUFFICIENT = "Untrusted certificate. Insufficient certificate";

    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    @Test
    void keys_of_both_kinds_get_credentials_with_a_certificate_of_private_ca() {
        AuthorityFixture authority = new AuthorityFixture(folder);
        rolesAnywhere = new RolesAnywhereFixture(folder, authority.arn, authority.certificate(), authority.clock);
        for (Csr csr : List.of(Csr.ec("CN=mi-0123456789abcdef0"), Csr.rsa("CN=mi-0123456789abcdef0"))) {
            X509Certificate certificate = authority.certificate(authority.request(csr));
            JsonNode body = rolesAnywhere.granted(rolesAnywhere
                    .helper(certificate, csr.keys(), authority.clock.instant())
                    .call());
            JsonNode set = body.at("/credentialSet/0");
            String serial = Certificates.serialHex(certificate);
            assertThat(set.at("/credentials/accessKeyId").asText()).matches("ASIA[0-9A-F]{16}");
            assertThat(set.at("/credentials/secretAccessKey").asText()).hasSize(40);
            assertThat(set.at("/credentials/sessionToken").asText()).isNotEmpty();
            assertThat(set.at("/credentials/expiration").asText()).isEqualTo("2026-03-01T13:00:00Z");
            assertThat(set.at("/assumedRoleUser/arn").asText())
                    .isEqualTo("arn:aws:sts::111122223333:assumed-role/certfleet-host/" + serial);
            assertThat(set.path("roleArn").asText()).isEqualTo(ROLE);
            assertThat(set.path("sourceIdentity").asText()).isEqualTo("CN=mi-0123456789abcdef0");
            assertThat(body.path("subjectArn").asText())
                    .startsWith("arn:aws:rolesanywhere:us-east-1:111122223333:subject/");
        }
    }

    @Test
    void a_certificate_counts_from_its_first_to_its_last_second() {
        rolesAnywhere.granted(
                rolesAnywhere.helper(Wish.good().until(TestCa.NOW)).call());
        rolesAnywhere.assertDenied(
                rolesAnywhere
                        .helper(Wish.good().until(TestCa.NOW.minusSeconds(1)))
                        .call(),
                UNTRUSTED);
        rolesAnywhere.granted(rolesAnywhere.helper(Wish.good().from(TestCa.NOW)).call());
        rolesAnywhere.assertDenied(
                rolesAnywhere
                        .helper(Wish.good().from(TestCa.NOW.plusSeconds(1)))
                        .call(),
                UNTRUSTED);
    }

    @Test
    void a_certificate_of_another_ca_is_untrusted_even_of_one_with_the_same_name() {
        for (String name : List.of("CN=other", "CN=root")) {
            X509Certificate foreign = TestCa.root(name).sign(Wish.good(), KEYS);
            rolesAnywhere.assertDenied(
                    rolesAnywhere.helper(foreign, KEYS, TestCa.NOW).call(), UNTRUSTED);
        }
    }

    @Test
    void intermediates_come_in_the_chain_header() {
        TestCa intermediate = CA.intermediate("CN=intermediate");
        SigningHelper helper = rolesAnywhere.helper(intermediate.sign(Wish.good(), KEYS), KEYS, TestCa.NOW);
        rolesAnywhere.assertDenied(helper.call(), UNTRUSTED);
        helper.headers.put("x-amz-x509-chain", SigningHelper.base64(intermediate.certificate()));
        rolesAnywhere.granted(helper.call());
        rolesAnywhere.importCrl(CA.crl(0, intermediate.certificate()), true);
        rolesAnywhere.assertDenied(helper.call(), "Certificate revoked");
    }

    @Test
    void a_certificate_that_must_not_authenticate_is_insufficient() {
        rolesAnywhere.assertDenied(rolesAnywhere.helper(Wish.good().usage(null)).call(), INSUFFICIENT);
        rolesAnywhere.assertDenied(
                rolesAnywhere
                        .helper(Wish.good().usage(KeyUsage.keyEncipherment))
                        .call(),
                INSUFFICIENT);
        rolesAnywhere.assertDenied(
                rolesAnywhere
                        .helper(Wish.good().authority(true).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
                        .call(),
                INSUFFICIENT);
        rolesAnywhere.assertDenied(
                rolesAnywhere.helper(Wish.good().algorithm("SHA1withRSA")).call(), INSUFFICIENT);
        rolesAnywhere.assertDenied(rolesAnywhere.helper(Wish.good().subject("")).call(), INSUFFICIENT);
        rolesAnywhere.assertDenied(rolesAnywhere.helper(Wish.good().version1()).call(), INSUFFICIENT);
        rolesAnywhere.granted(rolesAnywhere.helper(Wish.good().authority(null)).call());
        rolesAnywhere.granted(
                rolesAnywhere.helper(Wish.good().algorithm("SHA512withRSA")).call());
    }

    @Test
    void a_revoked_certificate_is_refused_while_its_crl_is_enabled() {
        X509Certificate revoked = CA.sign(Wish.good(), KEYS);
        X509Certificate other = CA.sign(Wish.good(), KEYS);
        String id = rolesAnywhere.importCrl(CA.crl(0, revoked), false);
        Call call = rolesAnywhere.helper(revoked, KEYS, TestCa.NOW).call();
        rolesAnywhere.granted(call);
        rolesAnywhere.post("/crl/" + id + "/enable");
        rolesAnywhere.assertDenied(call, "Certificate revoked");
        rolesAnywhere.granted(rolesAnywhere.helper(other, KEYS, TestCa.NOW).call());
        rolesAnywhere.post("/crl/" + id + "/disable");
        rolesAnywhere.granted(call);
    }

    @Test
    void role_profile_and_trust_anchor_must_be_known() {
        SigningHelper role = rolesAnywhere.helper(Wish.good());
        role.query.put("roleArn", "arn:aws:iam::111122223333:role/admin");
        rolesAnywhere.assertDenied(role.call(), "Unable to assume role for arn:aws:iam::111122223333:role/admin");
        for (String parameter : List.of("profileArn", "trustAnchorArn")) {
            SigningHelper unknown = rolesAnywhere.helper(Wish.good());
            unknown.query.put(parameter, "arn:aws:rolesanywhere:us-east-1:111122223333:other/1");
            rolesAnywhere.assertError(unknown.call(), 404, "ResourceNotFoundException");
            SigningHelper missing = rolesAnywhere.helper(Wish.good());
            missing.query.remove(parameter);
            rolesAnywhere.assertError(missing.call(), 400, "ValidationException");
        }
    }

    @Test
    void nobody_gets_in_while_trust_anchor_or_profile_is_disabled() {
        for (String kind : List.of("trustanchor", "profile")) {
            String arn = kind.equals("profile") ? rolesAnywhere.profileArn : rolesAnywhere.trustAnchorArn;
            String path = "/" + kind + "/" + arn.substring(arn.lastIndexOf('/') + 1);
            rolesAnywhere.post(path + "/disable");
            rolesAnywhere.assertDenied(rolesAnywhere.helper(Wish.good()).call(), "");
            rolesAnywhere.post(path + "/enable");
            rolesAnywhere.granted(rolesAnywhere.helper(Wish.good()).call());
        }
    }

    @Test
    void a_session_lasts_900_to_43200_seconds_and_no_longer_than_the_profile_allows() {
        assertThat(expiration("{\"durationSeconds\":900}")).isEqualTo(TestCa.NOW.plusSeconds(900));
        assertThat(expiration("{\"durationSeconds\":43200}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        assertThat(expiration("{}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        for (int seconds : List.of(899, 43_201)) {
            SigningHelper helper = rolesAnywhere.helper(Wish.good());
            helper.body = "{\"durationSeconds\":" + seconds + "}";
            rolesAnywhere.assertError(helper.call(), 400, "ValidationException");
        }
    }

    private Instant expiration(String body) {
        SigningHelper helper = rolesAnywhere.helper(Wish.good());
        helper.body = body;
        return Instant.parse(rolesAnywhere
                .granted(helper.call())
                .at("/credentialSet/0/credentials/expiration")
                .asText());
    }

    @Test
    void a_session_name_of_ones_own_is_denied() {
        SigningHelper helper = rolesAnywhere.helper(Wish.good());
        helper.body = "{\"roleSessionName\":\"me\"}";
        rolesAnywhere.assertDenied(helper.call(), "role session name");
    }

    @Test
    void the_source_identity_follows_the_length_of_the_name() {
        assertThat(sourceIdentity("CN=" + "x".repeat(61))).isEqualTo("CN=" + "x".repeat(61));
        assertThat(sourceIdentity("CN=" + "x".repeat(62))).isEqualTo("x".repeat(62));
        assertThat(sourceIdentity("O=nobody")).matches("ID=([0-9a-f]{2})+");
    }

    private String sourceIdentity(String subject) {
        return rolesAnywhere
                .granted(rolesAnywhere.helper(Wish.good().subject(subject)).call())
                .at("/credentialSet/0/sourceIdentity")
                .asText();
    }
}
