package io.certfleet.local.anywhere;

import static io.certfleet.local.anywhere.AnywhereFixture.CA;
import static io.certfleet.local.anywhere.AnywhereFixture.KEYS;
import static io.certfleet.local.anywhere.AnywhereFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.anywhere.TestCa.Wish;
import io.certfleet.local.authority.AuthorityFixture;
import io.certfleet.local.authority.Csr;
import io.certfleet.local.door.Call;
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

    private AnywhereFixture anywhere;

    @BeforeEach
    void create() {
        anywhere = new AnywhereFixture(folder);
    }

    @Test
    void keys_of_both_kinds_get_credentials_with_a_certificate_of_private_ca() {
        AuthorityFixture authority = new AuthorityFixture(folder);
        anywhere = new AnywhereFixture(folder, authority.arn, authority.certificate(), authority.clock);
        for (Csr csr : List.of(Csr.ec("CN=mi-0123456789abcdef0"), Csr.rsa("CN=mi-0123456789abcdef0"))) {
            X509Certificate certificate = authority.certificate(authority.request(csr));
            JsonNode body = anywhere.granted(anywhere.helper(certificate, csr.keys(), authority.clock.instant())
                    .call());
            JsonNode set = body.path("credentialSet").path(0);
            String serial = Certificates.serialHex(certificate);
            assertThat(set.path("credentials").path("accessKeyId").asText()).matches("ASIA[0-9A-F]{16}");
            assertThat(set.path("credentials").path("secretAccessKey").asText()).hasSize(40);
            assertThat(set.path("credentials").path("sessionToken").asText()).isNotEmpty();
            assertThat(set.path("credentials").path("expiration").asText()).isEqualTo("2026-03-01T13:00:00Z");
            assertThat(set.path("assumedRoleUser").path("arn").asText())
                    .isEqualTo("arn:aws:sts::111122223333:assumed-role/certfleet-host/" + serial);
            assertThat(set.path("roleArn").asText()).isEqualTo(ROLE);
            assertThat(set.path("sourceIdentity").asText()).isEqualTo("CN=mi-0123456789abcdef0");
            assertThat(body.path("subjectArn").asText())
                    .startsWith("arn:aws:rolesanywhere:us-east-1:111122223333:subject/");
        }
    }

    @Test
    void a_certificate_counts_from_its_first_to_its_last_second() {
        anywhere.granted(anywhere.helper(Wish.good().until(TestCa.NOW)).call());
        anywhere.assertDenied(
                anywhere.helper(Wish.good().until(TestCa.NOW.minusSeconds(1))).call(), UNTRUSTED);
        anywhere.granted(anywhere.helper(Wish.good().from(TestCa.NOW)).call());
        anywhere.assertDenied(
                anywhere.helper(Wish.good().from(TestCa.NOW.plusSeconds(1))).call(), UNTRUSTED);
    }

    @Test
    void a_certificate_of_another_ca_is_untrusted_even_of_one_with_the_same_name() {
        for (String name : List.of("CN=other", "CN=root")) {
            X509Certificate foreign = TestCa.root(name).sign(Wish.good(), KEYS);
            anywhere.assertDenied(anywhere.helper(foreign, KEYS, TestCa.NOW).call(), UNTRUSTED);
        }
    }

    @Test
    void intermediates_come_in_the_chain_header() {
        TestCa intermediate = CA.intermediate("CN=intermediate");
        SigningHelper helper = anywhere.helper(intermediate.sign(Wish.good(), KEYS), KEYS, TestCa.NOW);
        anywhere.assertDenied(helper.call(), UNTRUSTED);
        helper.headers.put("x-amz-x509-chain", SigningHelper.base64(intermediate.certificate()));
        anywhere.granted(helper.call());
        anywhere.importCrl(CA.crl(0, intermediate.certificate()), true);
        anywhere.assertDenied(helper.call(), "Certificate revoked");
    }

    @Test
    void a_certificate_that_must_not_authenticate_is_insufficient() {
        anywhere.assertDenied(anywhere.helper(Wish.good().usage(null)).call(), INSUFFICIENT);
        anywhere.assertDenied(
                anywhere.helper(Wish.good().usage(KeyUsage.keyEncipherment)).call(), INSUFFICIENT);
        anywhere.assertDenied(
                anywhere.helper(Wish.good().authority(true).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
                        .call(),
                INSUFFICIENT);
        anywhere.assertDenied(
                anywhere.helper(Wish.good().algorithm("SHA1withRSA")).call(), INSUFFICIENT);
        anywhere.assertDenied(anywhere.helper(Wish.good().subject("")).call(), INSUFFICIENT);
        anywhere.assertDenied(anywhere.helper(Wish.good().version1()).call(), INSUFFICIENT);
        anywhere.granted(anywhere.helper(Wish.good().authority(null)).call());
        anywhere.granted(anywhere.helper(Wish.good().algorithm("SHA512withRSA")).call());
    }

    @Test
    void a_revoked_certificate_is_refused_while_its_crl_is_enabled() {
        X509Certificate revoked = CA.sign(Wish.good(), KEYS);
        X509Certificate other = CA.sign(Wish.good(), KEYS);
        String id = anywhere.importCrl(CA.crl(0, revoked), false);
        Call call = anywhere.helper(revoked, KEYS, TestCa.NOW).call();
        anywhere.granted(call);
        anywhere.post("/crl/" + id + "/enable");
        anywhere.assertDenied(call, "Certificate revoked");
        anywhere.granted(anywhere.helper(other, KEYS, TestCa.NOW).call());
        anywhere.post("/crl/" + id + "/disable");
        anywhere.granted(call);
    }

    @Test
    void role_profile_and_trust_anchor_must_be_known() {
        SigningHelper role = anywhere.helper(Wish.good());
        role.query.put("roleArn", "arn:aws:iam::111122223333:role/admin");
        anywhere.assertDenied(role.call(), "Unable to assume role for arn:aws:iam::111122223333:role/admin");
        for (String parameter : List.of("profileArn", "trustAnchorArn")) {
            SigningHelper unknown = anywhere.helper(Wish.good());
            unknown.query.put(parameter, "arn:aws:rolesanywhere:us-east-1:111122223333:other/1");
            anywhere.assertError(unknown.call(), 404, "ResourceNotFoundException");
            SigningHelper missing = anywhere.helper(Wish.good());
            missing.query.remove(parameter);
            anywhere.assertError(missing.call(), 400, "ValidationException");
        }
    }

    @Test
    void nobody_gets_in_while_trust_anchor_or_profile_is_disabled() {
        for (String kind : List.of("trustanchor", "profile")) {
            String arn = kind.equals("profile") ? anywhere.profileArn : anywhere.trustAnchorArn;
            String path = "/" + kind + "/" + arn.substring(arn.lastIndexOf('/') + 1);
            anywhere.post(path + "/disable");
            anywhere.assertDenied(anywhere.helper(Wish.good()).call(), "");
            anywhere.post(path + "/enable");
            anywhere.granted(anywhere.helper(Wish.good()).call());
        }
    }

    @Test
    void a_session_lasts_900_to_43200_seconds_and_no_longer_than_the_profile_allows() {
        assertThat(expiration("{\"durationSeconds\":900}")).isEqualTo(TestCa.NOW.plusSeconds(900));
        assertThat(expiration("{\"durationSeconds\":43200}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        assertThat(expiration("{}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        for (int seconds : List.of(899, 43_201)) {
            SigningHelper helper = anywhere.helper(Wish.good());
            helper.body = "{\"durationSeconds\":" + seconds + "}";
            anywhere.assertError(helper.call(), 400, "ValidationException");
        }
    }

    private Instant expiration(String body) {
        SigningHelper helper = anywhere.helper(Wish.good());
        helper.body = body;
        return Instant.parse(anywhere.granted(helper.call())
                .path("credentialSet")
                .path(0)
                .path("credentials")
                .path("expiration")
                .asText());
    }

    @Test
    void a_session_name_of_ones_own_is_denied() {
        SigningHelper helper = anywhere.helper(Wish.good());
        helper.body = "{\"roleSessionName\":\"me\"}";
        anywhere.assertDenied(helper.call(), "role session name");
    }

    @Test
    void the_source_identity_follows_the_length_of_the_name() {
        assertThat(sourceIdentity("CN=" + "x".repeat(61))).isEqualTo("CN=" + "x".repeat(61));
        assertThat(sourceIdentity("CN=" + "x".repeat(62))).isEqualTo("x".repeat(62));
        assertThat(sourceIdentity("O=nobody")).matches("ID=([0-9a-f]{2})+");
    }

    private String sourceIdentity(String subject) {
        return anywhere.granted(anywhere.helper(Wish.good().subject(subject)).call())
                .path("credentialSet")
                .path(0)
                .path("sourceIdentity")
                .asText();
    }
}
