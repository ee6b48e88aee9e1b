package io.certfleet.local.anywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.anywhere.TestCa.Wish;
import io.certfleet.local.authority.AuthorityFixture;
import io.certfleet.local.authority.Csr;
import io.certfleet.local.authority.SettableClock;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsError;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/certfleet-host";
    private static final String UNTRUSTED = "Untrusted signing certificate";
    private static final String INSUFFICIENT = "Untrusted certificate. Insufficient certificate";
    private static final TestCa CA = TestCa.root("CN=root");
    private static final KeyPair KEYS = TestCa.rsa();

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(TestCa.NOW);
    private RolesAnywhere anywhere;

    @BeforeEach
    void create() {
        anywhere = anywhere("arn:ca", CA.pem(), clock);
    }

    private RolesAnywhere anywhere(String caArn, String pem, SettableClock time) {
        return new RolesAnywhere(
                new AnywhereSettings("us-east-1", "111122223333", caArn, pem, List.of(ROLE), folder), time);
    }

    private SigningHelper helper(RolesAnywhere service, X509Certificate certificate, KeyPair keys, Instant time) {
        SigningHelper helper = new SigningHelper(certificate, keys.getPrivate(), time);
        helper.query.put("profileArn", service.profileArn());
        helper.query.put("roleArn", ROLE);
        helper.query.put("trustAnchorArn", service.trustAnchorArn());
        return helper;
    }

    private SigningHelper helper(Wish wish) {
        return helper(anywhere, CA.sign(wish, KEYS), KEYS, TestCa.NOW);
    }

    private void assertDenied(Call call, String message) {
        assertThatThrownBy(() -> anywhere.answer(call)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(403);
            assertThat(error.code()).isEqualTo("AccessDeniedException");
            assertThat(error).hasMessageContaining(message);
        });
    }

    private void assertGranted(Call call) {
        assertThat(anywhere.answer(call).status()).isEqualTo(201);
    }

    @Test
    void keys_of_both_kinds_get_credentials_with_a_certificate_of_private_ca() {
        AuthorityFixture authority = new AuthorityFixture(folder);
        RolesAnywhere service = anywhere(authority.ca.arn(), authority.ca.certificate(), authority.clock);
        for (Csr csr : List.of(Csr.ec("CN=mi-0123456789abcdef0"), Csr.rsa("CN=mi-0123456789abcdef0"))) {
            X509Certificate certificate = authority.certificate(authority.request(csr));
            Answer answer = service.answer(helper(service, certificate, csr.keys(), authority.clock.instant())
                    .call());

            assertThat(answer.status()).isEqualTo(201);
            JsonNode body = Json.read(answer.body());
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
    void the_arns_may_be_in_the_body() {
        SigningHelper helper = helper(Wish.good());
        helper.body = "{\"roleArn\":\"" + ROLE + "\",\"profileArn\":\"" + anywhere.profileArn()
                + "\",\"trustAnchorArn\":\"" + anywhere.trustAnchorArn() + "\"}";
        helper.query.clear();
        assertGranted(helper.call());
    }

    @Test
    void a_call_that_was_changed_after_it_was_signed_is_denied() {
        Call call = helper(Wish.good()).call();
        assertDenied(SigningHelper.withBody(call, "{\"durationSeconds\":900}"), "Signature does not match");
        SigningHelper other =
                new SigningHelper(CA.sign(Wish.good(), KEYS), TestCa.rsa().getPrivate(), TestCa.NOW);
        assertDenied(other.call(), "Signature does not match");
        assertDenied(SigningHelper.plain("CreateSession", "POST", "/sessions", Map.of(), null), UNTRUSTED);
    }

    @Test
    void scope_serial_and_algorithm_must_be_those_of_the_call() {
        SigningHelper region = helper(Wish.good());
        region.region = "eu-central-1";
        assertDenied(region.call(), "scope");
        SigningHelper serial = helper(Wish.good());
        serial.serial = "1234";
        assertDenied(serial.call(), "serial number");
        SigningHelper algorithm = helper(Wish.good());
        algorithm.algorithm = "AWS4-X509-ECDSA-SHA256";
        assertDenied(algorithm.call(), "does not fit");
        SigningHelper unknown = helper(Wish.good());
        unknown.algorithm = "AWS4-HMAC-SHA256";
        assertDenied(unknown.call(), "Authorization");
    }

    @Test
    void host_date_certificate_and_chain_must_be_signed() {
        for (String header : List.of("host", "x-amz-date", "x-amz-x509", "x-amz-x509-chain")) {
            SigningHelper helper = helper(Wish.good());
            helper.headers.put("x-amz-x509-chain", SigningHelper.base64(CA.certificate()));
            helper.unsigned.add(header);
            assertDenied(helper.call(), header + " is not signed");
        }
        SigningHelper content = helper(Wish.good());
        content.unsigned.add("content-type");
        assertGranted(content.call());
    }

    @Test
    void the_clock_may_differ_by_five_minutes() {
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        for (int sign : List.of(-1, 1)) {
            assertGranted(helper(anywhere, certificate, KEYS, TestCa.NOW.plusSeconds(sign * 300L))
                    .call());
            assertDenied(
                    helper(anywhere, certificate, KEYS, TestCa.NOW.plusSeconds(sign * 301L))
                            .call(),
                    "Signature expired");
        }
    }

    @Test
    void a_certificate_counts_from_its_first_to_its_last_second() {
        assertGranted(helper(Wish.good().until(TestCa.NOW)).call());
        assertDenied(helper(Wish.good().until(TestCa.NOW.minusSeconds(1))).call(), UNTRUSTED);
        assertGranted(helper(Wish.good().from(TestCa.NOW)).call());
        assertDenied(helper(Wish.good().from(TestCa.NOW.plusSeconds(1))).call(), UNTRUSTED);
    }

    @Test
    void a_certificate_of_another_ca_is_untrusted_even_of_one_with_the_same_name() {
        for (String name : List.of("CN=other", "CN=root")) {
            X509Certificate foreign = TestCa.root(name).sign(Wish.good(), KEYS);
            assertDenied(helper(anywhere, foreign, KEYS, TestCa.NOW).call(), UNTRUSTED);
        }
    }

    @Test
    void intermediates_come_in_the_chain_header() {
        TestCa intermediate = CA.intermediate("CN=intermediate");
        SigningHelper helper = helper(anywhere, intermediate.sign(Wish.good(), KEYS), KEYS, TestCa.NOW);
        assertDenied(helper.call(), UNTRUSTED);
        helper.headers.put("x-amz-x509-chain", SigningHelper.base64(intermediate.certificate()));
        assertGranted(helper.call());
        importCrl(CA.crl(0, intermediate.certificate()), true);
        assertDenied(helper.call(), "Certificate revoked");
    }

    @Test
    void a_certificate_that_must_not_authenticate_is_insufficient() {
        assertDenied(helper(Wish.good().usage(null)).call(), INSUFFICIENT);
        assertDenied(helper(Wish.good().usage(KeyUsage.keyEncipherment)).call(), INSUFFICIENT);
        assertDenied(
                helper(Wish.good().authority(true).usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
                        .call(),
                INSUFFICIENT);
        assertDenied(helper(Wish.good().algorithm("SHA1withRSA")).call(), INSUFFICIENT);
        assertDenied(helper(Wish.good().subject("")).call(), INSUFFICIENT);
        assertDenied(helper(Wish.good().version1()).call(), INSUFFICIENT);
        assertGranted(helper(Wish.good().authority(null)).call());
        assertGranted(helper(Wish.good().algorithm("SHA512withRSA")).call());
    }

    @Test
    void a_revoked_certificate_is_refused_while_its_crl_is_enabled() {
        X509Certificate revoked = CA.sign(Wish.good(), KEYS);
        X509Certificate other = CA.sign(Wish.good(), KEYS);
        String id = importCrl(CA.crl(0, revoked), false);
        Call call = helper(anywhere, revoked, KEYS, TestCa.NOW).call();
        assertGranted(call);
        anywhere.answer(SigningHelper.plain("EnableCrl", "POST", "/crl/" + id + "/enable", Map.of(), null));
        assertDenied(call, "Certificate revoked");
        assertGranted(helper(anywhere, other, KEYS, TestCa.NOW).call());
        anywhere.answer(SigningHelper.plain("DisableCrl", "POST", "/crl/" + id + "/disable", Map.of(), null));
        assertGranted(call);
    }

    private String importCrl(String pem, boolean enabled) {
        JsonNode request = Json.object()
                .put("name", "certfleet")
                .put("crlData", Csr.encode(pem))
                .put("trustAnchorArn", anywhere.trustAnchorArn())
                .put("enabled", enabled);
        Answer answer = anywhere.answer(SigningHelper.plain("ImportCrl", "POST", "/crls", Map.of(), request));
        return Json.read(answer.body()).path("crl").path("crlId").asText();
    }

    @Test
    void role_profile_and_trust_anchor_must_be_known() {
        SigningHelper role = helper(Wish.good());
        role.query.put("roleArn", "arn:aws:iam::111122223333:role/admin");
        assertDenied(role.call(), "Unable to assume role for arn:aws:iam::111122223333:role/admin");
        for (String parameter : List.of("profileArn", "trustAnchorArn")) {
            SigningHelper unknown = helper(Wish.good());
            unknown.query.put(parameter, "arn:aws:rolesanywhere:us-east-1:111122223333:other/1");
            assertError(unknown.call(), 404, "ResourceNotFoundException");
            SigningHelper missing = helper(Wish.good());
            missing.query.remove(parameter);
            assertError(missing.call(), 400, "ValidationException");
        }
    }

    private void assertError(Call call, int status, String code) {
        assertThatThrownBy(() -> anywhere.answer(call)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(status);
            assertThat(error.code()).isEqualTo(code);
        });
    }

    @Test
    void nobody_gets_in_while_trust_anchor_or_profile_is_disabled() {
        for (String kind : List.of("trustanchor", "profile")) {
            String arn = kind.equals("profile") ? anywhere.profileArn() : anywhere.trustAnchorArn();
            String path = "/" + kind + "/" + arn.substring(arn.lastIndexOf('/') + 1);
            set(path + "/disable");
            assertDenied(helper(Wish.good()).call(), "");
            set(path + "/enable");
            assertGranted(helper(Wish.good()).call());
        }
    }

    private void set(String path) {
        String operation = anywhere.operation("POST", path, "").orElseThrow();
        anywhere.answer(SigningHelper.plain(operation, "POST", path, Map.of(), null));
    }

    @Test
    void a_session_lasts_900_to_43200_seconds_and_no_longer_than_the_profile_allows() {
        assertThat(expiration("{\"durationSeconds\":900}")).isEqualTo(TestCa.NOW.plusSeconds(900));
        assertThat(expiration("{\"durationSeconds\":43200}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        assertThat(expiration("{}")).isEqualTo(TestCa.NOW.plus(Duration.ofHours(1)));
        for (int seconds : List.of(899, 43_201)) {
            SigningHelper helper = helper(Wish.good());
            helper.body = "{\"durationSeconds\":" + seconds + "}";
            assertError(helper.call(), 400, "ValidationException");
        }
    }

    private Instant expiration(String body) {
        SigningHelper helper = helper(Wish.good());
        helper.body = body;
        return Instant.parse(Json.read(anywhere.answer(helper.call()).body())
                .path("credentialSet")
                .path(0)
                .path("credentials")
                .path("expiration")
                .asText());
    }

    @Test
    void a_session_name_of_ones_own_is_denied() {
        SigningHelper helper = helper(Wish.good());
        helper.body = "{\"roleSessionName\":\"me\"}";
        assertDenied(helper.call(), "role session name");
    }

    @Test
    void the_source_identity_follows_the_length_of_the_name() {
        assertThat(sourceIdentity("CN=" + "x".repeat(61))).isEqualTo("CN=" + "x".repeat(61));
        assertThat(sourceIdentity("CN=" + "x".repeat(62))).isEqualTo("x".repeat(62));
        assertThat(sourceIdentity("O=nobody")).matches("ID=([0-9a-f]{2})+");
    }

    private String sourceIdentity(String subject) {
        return Json.read(anywhere.answer(helper(Wish.good().subject(subject)).call())
                        .body())
                .path("credentialSet")
                .path(0)
                .path("sourceIdentity")
                .asText();
    }

    @Test
    void every_decision_is_logged() throws Exception {
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        assertGranted(helper(anywhere, certificate, KEYS, TestCa.NOW).call());
        assertDenied(helper(Wish.good().usage(null)).call(), INSUFFICIENT);
        List<JsonNode> log = Files.readAllLines(folder.resolve("sessions.jsonl")).stream()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        assertThat(log).hasSize(2);
        assertThat(log.getFirst().path("granted").asBoolean()).isTrue();
        assertThat(log.getFirst().path("cn").asText()).isEqualTo("mi-1");
        assertThat(log.getFirst().path("serial").asText()).isEqualTo(Certificates.serialHex(certificate));
        assertThat(log.getLast().path("granted").asBoolean(true)).isFalse();
        assertThat(log.getLast().path("reason").asText()).isEqualTo(INSUFFICIENT);
    }
}
