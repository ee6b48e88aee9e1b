package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.AuthorizationBench.QUEUE;
import static io.certfleet.standin.iam.AuthorizationBench.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.sts.IssuedSessions.Session;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who calls with the credentials of a session that Roles Anywhere gave. */
class SessionCallerTest {
    private static final String KEY = "ASIA0123456789ABCDEF";
    private static final String ARN = "arn:aws:sts::111122223333:assumed-role/certfleet-host/0a";

    @TempDir
    Path folder;

    private AuthorizationBench bench;

    @BeforeEach
    void begin() {
        bench = new AuthorizationBench(folder);
        bench.issued.add(new Session(
                KEY,
                "TOKEN",
                "arn:aws:iam::111122223333:role/certfleet-host",
                ARN,
                "AROA:0a",
                bench.now.plusSeconds(60)));
    }

    private static Call with(String token, Call call) {
        Map<String, List<String>> headers = new HashMap<>(call.headers());
        headers.put("x-amz-security-token", List.of(token));
        return Calls.rest(
                call.caller(), call.service(), call.operation(), call.method(), call.path(), headers, call.body());
    }

    private static Call identity() {
        return AuthorizationBench.call(KEY, "sts", "GetCallerIdentity", "/", "");
    }

    @Test
    void it_learns_who_it_is_and_may_nothing_else() {
        bench.passes(with("TOKEN", identity()));
        AwsError denial = bench.denial(with("TOKEN", sqs(KEY, "SendMessage")));
        assertThat(denial.code()).isEqualTo("AccessDeniedException");
        assertThat(denial).hasMessageStartingWith("User: " + ARN + " is not authorized to perform: sqs:sendmessage");
        assertThat(denial).hasMessageContaining(QUEUE);
    }

    @Test
    void its_token_is_the_session_s() {
        assertThat(bench.denial(identity()).code()).isEqualTo("InvalidClientTokenId");
        assertThat(bench.denial(with("OTHER", identity())).code()).isEqualTo("InvalidClientTokenId");
    }

    @Test
    void it_ends_with_the_session() {
        bench.now = bench.now.plusSeconds(59);
        bench.passes(with("TOKEN", identity()));
        bench.now = bench.now.plusSeconds(1);
        assertThat(bench.denial(with("TOKEN", identity())).code()).isEqualTo("ExpiredToken");
        assertThat(bench.denial(with("TOKEN", AuthorizationBench.call(KEY, "ssm", "ListCommandInvocations", "/", "{}")))
                        .code())
                .isEqualTo("ExpiredTokenException");
    }
}
