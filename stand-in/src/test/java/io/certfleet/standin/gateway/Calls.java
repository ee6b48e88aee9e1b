package io.certfleet.standin.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls as the gateway reads them, and how a refused one ends. */
public final class Calls {
    private Calls() {}

    /** One in the JSON protocol; the target names the operation, for example {@code AmazonSQS.SendMessage}. */
    public static Call json(String caller, String service, String target, JsonNode request) {
        return json(caller, service, target, Json.write(request));
    }

    public static Call json(String caller, String service, String target, byte[] body) {
        return rest(
                caller,
                service,
                target.substring(target.lastIndexOf('.') + 1),
                "POST",
                "/",
                Map.of(
                        "x-amz-target", List.of(target),
                        "content-type", List.of("application/x-amz-json-1.0"),
                        "authorization",
                                List.of("AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/" + service
                                        + "/aws4_request, SignedHeaders=host, Signature=0")),
                body);
    }

    /** One that its method and path name, without a query. */
    public static Call rest(
            String caller,
            String service,
            String operation,
            String method,
            String path,
            Map<String, List<String>> headers,
            byte[] body) {
        return new Call(caller, service, operation, new Call.Http(method, path, Map.of(), headers, body));
    }

    /** A call ends with an error of this code. */
    public static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(AwsError.class)
                .extracting(error -> ((AwsError) error).code())
                .isEqualTo(code);
    }
}
