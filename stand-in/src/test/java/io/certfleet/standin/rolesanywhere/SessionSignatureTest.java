package io.certfleet.standin.rolesanywhere;

import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.CA;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.KEYS;
import static io.certfleet.standin.rolesanywhere.RolesAnywhereFixture.ROLE;

import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionSignatureTest {
    @TempDir
    Path folder;

    private RolesAnywhereFixture rolesAnywhere;

    @BeforeEach
    void create() {
        rolesAnywhere = new RolesAnywhereFixture(folder);
    }

    @Test
    void the_arns_may_be_in_the_body() {
        SigningHelper helper = rolesAnywhere.helper(Wish.good());
        helper.body = "{\"roleArn\":\"" + ROLE + "\",\"profileArn\":\"" + rolesAnywhere.profileArn
                + "\",\"trustAnchorArn\":\"" + rolesAnywhere.trustAnchorArn + "\"}";
        helper.query.clear();
        rolesAnywhere.granted(helper.call());
    }

    @Test
    void a_call_that_was_changed_after_it_was_signed_is_denied() {
        Call call = rolesAnywhere.helper(Wish.good()).call();
        rolesAnywhere.assertDenied(
                call.withBody("{\"durationSeconds\":900}".getBytes(StandardCharsets.US_ASCII)),
                "Signature does not match");
        SigningHelper other =
                new SigningHelper(CA.sign(Wish.good(), KEYS), TestCa.rsa().getPrivate(), TestCa.NOW);
        rolesAnywhere.assertDenied(other.call(), "Signature does not match");
        rolesAnywhere.assertDenied(
                Calls.rest("anonymous", "rolesanywhere", "CreateSession", "POST", "/sessions", Map.of(), new byte[0]),
                "Untrusted signing certificate");
    }

    @Test
    void scope_serial_and_algorithm_must_be_those_of_the_call() {
        SigningHelper region = rolesAnywhere.helper(Wish.good());
        region.region = "eu-central-1";
        rolesAnywhere.assertDenied(region.call(), "scope");
        SigningHelper serial = rolesAnywhere.helper(Wish.good());
        serial.serial = "1234";
        rolesAnywhere.assertDenied(serial.call(), "serial number");
        SigningHelper algorithm = rolesAnywhere.helper(Wish.good());
        algorithm.algorithm = "AWS4-X509-ECDSA-SHA256";
        rolesAnywhere.assertDenied(algorithm.call(), "does not fit");
        SigningHelper unknown = rolesAnywhere.helper(Wish.good());
        unknown.algorithm = "AWS4-HMAC-SHA256";
        rolesAnywhere.assertDenied(unknown.call(), "Authorization");
    }

    @Test
    void host_date_certificate_and_chain_must_be_signed() {
        for (String header : List.of("host", "x-amz-date", "x-amz-x509", "x-amz-x509-chain")) {
            SigningHelper helper = rolesAnywhere.helper(Wish.good());
            helper.headers.put("x-amz-x509-chain", SigningHelper.base64(CA.certificate()));
            helper.unsigned.add(header);
            rolesAnywhere.assertDenied(helper.call(), header + " is not signed");
        }
        SigningHelper content = rolesAnywhere.helper(Wish.good());
        content.unsigned.add("content-type");
        rolesAnywhere.granted(content.call());
    }

    @Test
    void the_clock_may_differ_by_five_minutes() {
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        for (int sign : List.of(-1, 1)) {
            rolesAnywhere.granted(rolesAnywhere
                    .helper(certificate, KEYS, TestCa.NOW.plusSeconds(sign * 300L))
                    .call());
            rolesAnywhere.assertDenied(
                    rolesAnywhere
                            .helper(certificate, KEYS, TestCa.NOW.plusSeconds(sign * 301L))
                            .call(),
                    "Signature expired");
        }
    }
}
