package io.certfleet.standin.rolesanywhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
                new RolesAnywhereSettings(Account.standard(), arn -> pem, folder), roles, issued, clock);
        roles.add(ROLE, ALL_MAY);
        trustAnchorArn = service.trust(caArn);
        profileArn = service.profile(List.of(ROLE));
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

    /** Imports a CRL and returns its id. */
    String importCrl(String pem, boolean enabled) {
        JsonNode request = Json.object()
                .put("name", "certfleet")
                .put("crlData", Csr.encode(pem))
                .put("trustAnchorArn", trustAnchorArn)
                .put("enabled", enabled);
        return Json.read(service.answer(SigningHelper.plain("ImportCrl", "POST", "/crls", Map.of(), request))
                        .body())
                .at("/crl/crlId")
                .asText();
    }

    /** A POST without a body. */
    void post(String path) {
        String operation = service.operation("POST", path, "").orElseThrow();
        service.answer(SigningHelper.plain(operation, "POST", path, Map.of(), null));
    }
}
