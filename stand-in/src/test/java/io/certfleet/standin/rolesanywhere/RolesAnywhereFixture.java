package io.certfleet.standin.rolesanywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.privateca.SettableClock;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Roles Anywhere over a CA of the test's, and what a test asks and expects of it. */
final class RolesAnywhereFixture {
    static final String ROLE = "arn:aws:iam::111122223333:role/certfleet-host";
    static final TestCa CA = TestCa.root("CN=root");
    static final KeyPair KEYS = TestCa.rsa();

    /** Trusts every certificate of every anchor. */
    static final JsonNode ALL_MAY = Json.read("""
            {"Statement": [{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"},
              "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}]}
            """.getBytes(StandardCharsets.UTF_8));

    final TrustPolicies roles = new TrustPolicies();
    final IssuedSessions issued = new IssuedSessions();
    final RolesAnywhere service;
    final String trustAnchorArn;
    final String profileArn;

    RolesAnywhereFixture(Path folder) {
        this(folder, "arn:ca", CA.pem(), new SettableClock(TestCa.NOW));
    }

    RolesAnywhereFixture(Path folder, String caArn, String pem, SettableClock clock) {
        service = new RolesAnywhere(
                new RolesAnywhereSettings(Account.standard(), arn -> certificate(arn, caArn, pem), folder),
                roles,
                issued,
                clock);
        roles.add(ROLE, ALL_MAY);
        trustAnchorArn = service.trust(caArn);
        profileArn = service.profile(List.of(ROLE));
    }

    private static String certificate(String asked, String caArn, String pem) {
        if (asked.equals(caArn)) {
            return pem;
        }
        throw new AwsError(400, "ResourceNotFoundException", "Could not find " + asked);
    }

    /** A request by a certificate of the test's CA. */
    SigningHelper helper(Wish wish) {
        return helper(CA.sign(wish, KEYS), KEYS, TestCa.NOW);
    }

    SigningHelper helper(X509Certificate certificate, KeyPair keys, Instant time) {
        SigningHelper helper = new SigningHelper(certificate, keys.getPrivate(), time);
        helper.query.put("profileArn", profileArn);
        helper.query.put("roleArn", ROLE);
        helper.query.put("trustAnchorArn", trustAnchorArn);
        return helper;
    }

    JsonNode granted(Call call) {
        var answer = service.answer(call);
        assertThat(answer.status()).isEqualTo(201);
        return Json.read(answer.body());
    }

    void assertDenied(Call call, String message) {
        assertThatThrownBy(() -> service.answer(call)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(403);
            assertThat(error.code()).isEqualTo("AccessDeniedException");
            assertThat(error).hasMessageContaining(message);
        });
    }

    void assertError(Call call, int status, String code) {
        assertThatThrownBy(() -> service.answer(call)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(status);
            assertThat(error.code()).isEqualTo(code);
        });
    }

    /** The answer to a call as the SDK makes it; the body may be null. */
    JsonNode call(String method, String path, Map<String, String> query, JsonNode body) {
        String operation = service.operation(method, path, "").orElseThrow();
        byte[] bytes = body == null ? new byte[0] : Json.write(body);
        Call.Http http = new Call.Http(method, path, query, Map.of(), bytes);
        return Json.read(service.answer(new Call("crl-sync", "rolesanywhere", operation, http))
                .body());
    }

    JsonNode call(String method, String path, JsonNode body) {
        return call(method, path, Map.of(), body);
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    /** A POST without a body. */
    JsonNode post(String path) {
        return call("POST", path, null);
    }

    /** A request to import a CRL. */
    ObjectNode crl(String name, String pem) {
        return Json.object().put("name", name).put("crlData", Csr.encode(pem)).put("trustAnchorArn", trustAnchorArn);
    }

    /** Imports a CRL and returns its id. */
    String importCrl(String pem, boolean enabled) {
        return call("POST", "/crls", crl("certfleet", pem).put("enabled", enabled))
                .at("/crl/crlId")
                .asText();
    }
}
