package io.certfleet.local.anywhere;

import static io.certfleet.local.anywhere.AnywhereFixture.CA;
import static io.certfleet.local.anywhere.AnywhereFixture.KEYS;
import static io.certfleet.local.anywhere.AnywhereFixture.ROLE;

import io.certfleet.local.anywhere.TestCa.Wish;
import io.certfleet.local.door.Call;
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

    private AnywhereFixture anywhere;

    @BeforeEach
    void create() {
        anywhere = new AnywhereFixture(folder);
    }

    @Test
    void the_arns_may_be_in_the_body() {
        SigningHelper helper = anywhere.helper(Wish.good());
        helper.body = "{\"roleArn\":\"" + ROLE + "\",\"profileArn\":\"" + anywhere.profileArn
                + "\",\"trustAnchorArn\":\"" + anywhere.trustAnchorArn + "\"}";
        helper.query.clear();
        anywhere.granted(helper.call());
    }

    @Test
    void a_call_that_was_changed_after_it_was_signed_is_denied() {
        Call call = anywhere.helper(Wish.good()).call();
        anywhere.assertDenied(SigningHelper.withBody(call, "{\"durationSeconds\":900}"), "Signature does not match");
        SigningHelper other =
                new SigningHelper(CA.sign(Wish.good(), KEYS), TestCa.rsa().getPrivate(), TestCa.NOW);
        anywhere.assertDenied(other.call(), "Signature does not match");
        anywhere.assertDenied(
                SigningHelper.plain("CreateSession", "POST", "/sessions", Map.of(), null),
                "Untrusted signing certificate");
    }

    @Test
    void scope_serial_and_algorithm_must_be_those_of_the_call() {
        SigningHelper region = anywhere.helper(Wish.good());
        region.region = "eu-central-1";
        anywhere.assertDenied(region.call(), "scope");
        SigningHelper serial = anywhere.helper(Wish.good());
        serial.serial = "1234";
        anywhere.assertDenied(serial.call(), "serial number");
        SigningHelper algorithm = anywhere.helper(Wish.good());
        algorithm.algorithm = "AWS4-X509-ECDSA-SHA256";
        anywhere.assertDenied(algorithm.call(), "does not fit");
        SigningHelper unknown = anywhere.helper(Wish.good());
        unknown.algorithm = "AWS4-HMAC-SHA256";
        anywhere.assertDenied(unknown.call(), "Authorization");
    }

    @Test
    void host_date_certificate_and_chain_must_be_signed() {
        for (String header : List.of("host", "x-amz-date", "x-amz-x509", "x-amz-x509-chain")) {
            SigningHelper helper = anywhere.helper(Wish.good());
            helper.headers.put("x-amz-x509-chain", SigningHelper.base64(CA.certificate()));
            helper.unsigned.add(header);
            anywhere.assertDenied(helper.call(), header + " is not signed");
        }
        SigningHelper content = anywhere.helper(Wish.good());
        content.unsigned.add("content-type");
        anywhere.granted(content.call());
    }

    @Test
    void the_clock_may_differ_by_five_minutes() {
        X509Certificate certificate = CA.sign(Wish.good(), KEYS);
        for (int sign : List.of(-1, 1)) {
            anywhere.granted(anywhere.helper(certificate, KEYS, TestCa.NOW.plusSeconds(sign * 300L))
                    .call());
            anywhere.assertDenied(
                    anywhere.helper(certificate, KEYS, TestCa.NOW.plusSeconds(sign * 301L))
                            .call(),
                    "Signature expired");
        }
    }
}
