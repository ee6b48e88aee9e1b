package io.certfleet.standin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.privateca.SettableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Gateway gateway;

    /** A service that serves one operation, refuses another and breaks on a third. */
    private record Fake(String name, Protocol protocol) implements AwsService {
        @Override
        public Optional<String> operation(String method, String path, String query) {
            return Optional.of(path.substring(1)).filter(operation -> !operation.isEmpty());
        }

        @Override
        public Answer answer(Call call) {
            return switch (call.operation()) {
                case "Serve" -> Answer.json(Json.object().put("caller", call.caller()));
                case "Refuse" -> throw new AwsError(404, "NotThereException", "<no> \"such\" thing");
                case "Break" -> throw new IllegalStateException("broken");
                default -> throw AwsService.unknown(call);
            };
        }
    }

    @BeforeEach
    void open() {
        Gate gate = call -> {
            if (call.caller().equals("throttled")) {
                throw new AwsError(400, AwsError.THROTTLED, "Rate exceeded");
            }
            if (call.caller().equals("denied")) {
                throw new AwsError(403, AwsError.ACCESS_DENIED, "not allowed");
            }
        };
        gateway = new Gateway(
                0,
                List.of(gate),
                new SettableClock(Instant.parse("2026-03-01T12:00:00Z")),
                new CallLog(folder.resolve("calls.jsonl")));
        gateway.serve(new Fake("ssm", AwsService.Protocol.JSON));
        gateway.serve(new Fake("sqs", AwsService.Protocol.JSON));
        gateway.serve(new Fake("sns", AwsService.Protocol.QUERY));
        gateway.serve(new Fake("s3", AwsService.Protocol.REST_XML));
        gateway.serve(new Fake("rolesanywhere", AwsService.Protocol.REST_JSON));
        gateway.open();
    }

    @AfterEach
    void close() {
        gateway.close();
        client.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.address().resolve(path));
    }

    private HttpRequest.Builder signed(String path, String key, String service) {
        return request(path)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + key + "/20260301/us-east-1/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=00");
    }

    private HttpRequest.Builder json(String operation, String key) {
        return signed("/", key, "ssm")
                .header("X-Amz-Target", "AmazonSSM." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString("{}"));
    }

    @Test
    void the_caller_is_known_by_the_access_key_and_a_strange_key_is_its_own_name() throws Exception {
        for (Map.Entry<String, String> caller : Map.of(
                        "AKIACERTFLEETCHECKER", "checker",
                        "AKIACERTFLEETISSUER", "issuer",
                        "AKIACERTFLEETDEPLOYER", "deployer",
                        "AKIACERTFLEETCRLSYNC", "crl-sync",
                        "AKIACERTFLEETOPERATOR", "operator",
                        "AKIACERTFLEETADMIN", "administrator",
                        "ASIAOTHER", "ASIAOTHER")
                .entrySet()) {
            assertThat(send(json("Serve", caller.getKey())).body())
                    .isEqualTo("{\"caller\":\"" + caller.getValue() + "\"}");
        }
    }

    @Test
    void a_call_signed_with_a_certificates_key_is_a_hosts() throws Exception {
        HttpResponse<String> response = send(request("/Serve")
                .header(
                        "Authorization",
                        "AWS4-X509-ECDSA-SHA256 Credential=123456/20260301/us-east-1/rolesanywhere/aws4_request,"
                                + " SignedHeaders=host, Signature=00")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(response.body()).isEqualTo("{\"caller\":\"host\"}");
    }

    @Test
    void an_unsigned_call_is_refused() throws Exception {
        HttpResponse<String> response = send(request("/"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("MissingAuthenticationToken");
    }

    @Test
    void json_errors_carry_type_and_message() throws Exception {
        HttpResponse<String> response = send(json("Refuse", "k"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("NotThereException");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
        JsonNode body = Json.read(response.body().getBytes(StandardCharsets.UTF_8));
        assertThat(body.path("__type").asText()).isEqualTo("NotThereException");
        assertThat(body.path("message").asText()).isEqualTo("<no> \"such\" thing");
    }

    @Test
    void rest_json_errors_name_their_type_in_a_header() throws Exception {
        HttpResponse<String> response = send(signed("/Refuse", "k", "rolesanywhere"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("NotThereException");
        assertThat(response.body()).isEqualTo("{\"message\":\"<no> \\\"such\\\" thing\"}");
    }

    @Test
    void query_errors_are_an_error_response_in_xml() throws Exception {
        HttpResponse<String> response = send(signed("/", "k", "sns")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString("Action=Refuse&Version=2010-03-31")));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .startsWith("<ErrorResponse><Error><Type>Sender</Type><Code>NotThereException</Code>"
                        + "<Message>&lt;no&gt; &quot;such&quot; thing</Message></Error><RequestId>");
    }

    @Test
    void rest_xml_errors_are_an_error_in_xml() throws Exception {
        HttpResponse<String> response = send(signed("/Refuse", "k", "s3"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .contains("<Error><Code>NotThereException</Code>")
                .contains("<Resource>/Refuse</Resource>");
    }

    @Test
    void a_denial_of_sqs_has_the_query_protocols_code_too() throws Exception {
        HttpResponse<String> response = send(signed("/", "denied", "sqs")
                .header("X-Amz-Target", "AmazonSQS.Serve")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("AccessDeniedException");
        assertThat(response.headers().firstValue("x-amzn-query-error")).contains("AccessDenied;Sender");
        HttpResponse<String> query = send(signed("/", "denied", "sqs")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString("Action=Serve&Version=2012-11-05")));
        assertThat(query.body()).startsWith("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>");
        assertThat(send(json("Serve", "denied")).headers().firstValue("x-amzn-query-error"))
                .isEmpty();
    }

    @Test
    void what_nobody_serves_is_an_unknown_operation() throws Exception {
        assertThat(send(json("Dance", "k")).body())
                .contains("UnknownOperationException")
                .contains("ssm:Dance");
        HttpResponse<String> response = send(signed("/", "k", "ec2"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException");
    }

    @Test
    void a_service_that_breaks_answers_500() throws Exception {
        HttpResponse<String> response = send(json("Break", "k"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("InternalFailure").contains("broken");
    }

    @Test
    void served_calls_are_counted_by_caller_throttled_and_denied_ones_apart() throws Exception {
        send(json("Serve", "AKIACERTFLEETISSUER"));
        send(json("Serve", "AKIACERTFLEETISSUER"));
        send(json("Refuse", "AKIACERTFLEETDEPLOYER"));
        assertThat(send(json("Serve", "throttled")).body()).contains("ThrottlingException");
        assertThat(send(json("Serve", "denied")).body()).contains("AccessDeniedException");
        assertThat(gateway.counts().denied()).isEqualTo(Map.of("denied ssm:Serve", 1L));
        assertThat(gateway.counts().served()).isEqualTo(Map.of("ssm:Serve", 2L, "ssm:Refuse", 1L));
        assertThat(gateway.counts().servedTo("issuer")).isEqualTo(Map.of("ssm:Serve", 2L));
        assertThat(gateway.counts().servedTo("nobody")).isEmpty();
        assertThat(gateway.counts().throttled()).isEqualTo(Map.of("ssm:Serve", 1L));
        assertThat(send(request(Gateway.CALLS)).body())
                .isEqualTo(
                        "{\"calls\":{\"ssm:Refuse\":1,\"ssm:Serve\":2},\"byCaller\":{\"deployer\":{\"ssm:Refuse\":1},"
                                + "\"issuer\":{\"ssm:Serve\":2}},\"throttled\":{\"ssm:Serve\":1},"
                                + "\"denied\":{\"denied ssm:Serve\":1}}");
    }

    @Test
    void every_call_is_a_line_of_the_log() throws Exception {
        send(json("Refuse", "AKIACERTFLEETISSUER"));
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl")))
                .containsExactly("{\"time\":\"2026-03-01T12:00:00Z\",\"caller\":\"issuer\",\"service\":\"ssm\","
                        + "\"operation\":\"Refuse\",\"status\":404,\"millis\":0,\"error\":\"NotThereException\","
                        + "\"message\":\"<no> \\\"such\\\" thing\"}");
    }
}
