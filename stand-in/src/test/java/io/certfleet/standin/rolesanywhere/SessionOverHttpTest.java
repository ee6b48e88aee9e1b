package io.certfleet.standin.rolesanywhere;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.Gateway;
import io.certfleet.standin.rolesanywhere.TestCa.Wish;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed CreateSession as it arrives through the gateway, headers and query as HTTP carries them. */
class SessionOverHttpTest {
    @TempDir
    Path folder;

    @Test
    void the_signature_survives_the_way() throws Exception {
        RolesAnywhereFixture rolesAnywhere = new RolesAnywhereFixture(folder);
        try (Gateway gateway =
                new Gateway(0, List.of(), Clock.systemUTC(), new CallLog(folder.resolve("calls.jsonl")))) {
            gateway.serve(rolesAnywhere.service);
            gateway.open();
            SigningHelper helper = rolesAnywhere.helper(Wish.good());
            helper.headers.put("host", gateway.address().getAuthority());

            HttpResponse<String> granted = send(gateway.address(), helper.call());
            assertThat(granted.statusCode()).isEqualTo(201);
            assertThat(granted.body()).contains("\"accessKeyId\":\"ASIA");

            helper.headers.put("host", "rolesanywhere.us-east-1.amazonaws.com");
            HttpResponse<String> refused = send(gateway.address(), helper.call());
            assertThat(refused.statusCode()).isEqualTo(403);
            // What AWS's signing helper reads the error from.
            assertThat(refused.headers().firstValue("x-amzn-errortype").orElse(""))
                    .startsWith("AccessDeniedException");
            assertThat(refused.body()).contains("\"message\":\"Signature does not match");
        }
    }

    private static HttpResponse<String> send(URI address, Call call) throws Exception {
        String query = call.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/sessions?" + query))
                .POST(HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach((name, values) -> {
            if (!name.equals("host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
