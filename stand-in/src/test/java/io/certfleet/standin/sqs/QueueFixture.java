package io.certfleet.standin.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The queues of an account, with a clock that can be put forward. */
final class QueueFixture implements AutoCloseable {
    static final int RETENTION = 3600;

    private final Queues queues;
    private Duration ahead = Duration.ZERO;

    QueueFixture(int partialOneIn) {
        queues = new Queues(
                Account.standard(),
                URI.create("http://127.0.0.1:4566"),
                List.of(new QueueSettings("work", 60, RETENTION, 20, 10, 0, 86_400)),
                () -> Instant.now().plus(ahead),
                partialOneIn);
    }

    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    Queues queues() {
        return queues;
    }

    ObjectNode request() {
        return Json.object().put("QueueUrl", queues.url("work"));
    }

    JsonNode call(String operation, JsonNode request) {
        return answer(Calls.json("checker", "sqs", "AmazonSQS." + operation, request));
    }

    private JsonNode answer(Call call) {
        return Json.read(queues.answer(call).body());
    }

    AwsError refusal(String operation, JsonNode request) {
        return refusal(Calls.json("checker", "sqs", "AmazonSQS." + operation, request));
    }

    /** The refusal of a call in the query protocol, which older clients speak. */
    AwsError queryRefusal(String operation, Map<String, String> parameters) {
        Map<String, String> form = new TreeMap<>(parameters);
        form.putAll(Map.of("Action", operation, "Version", "2012-11-05", "QueueUrl", queues.url("work")));
        String body = form.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        Map<String, List<String>> headers = Map.of("content-type", List.of("application/x-www-form-urlencoded"));
        return refusal(
                new Call("checker", "sqs", operation, new Call.Http("POST", "/", form, headers, body.getBytes(UTF_8))));
    }

    private AwsError refusal(Call call) {
        AwsError refusal = catchThrowableOfType(AwsError.class, () -> answer(call));
        assertThat(refusal).as(call.operation() + " passed").isNotNull();
        return refusal;
    }

    /** Sends a message and receives it again; answers its receipt handle. */
    String received(String body) {
        call("SendMessage", request().put("MessageBody", body));
        JsonNode messages =
                call("ReceiveMessage", request().put("WaitTimeSeconds", 5)).path("Messages");
        assertThat(messages).hasSize(1);
        assertThat(messages.at("/0/Body").asText()).isEqualTo(body);
        assertThat(messages.path(0).has("Attributes")).isFalse();
        return messages.at("/0/ReceiptHandle").asText();
    }

    @Override
    public void close() {
        queues.close();
    }
}
