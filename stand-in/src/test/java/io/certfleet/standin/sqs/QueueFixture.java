package io.certfleet.standin.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
        return Json.read(queues.answer(new Call(
                        "checker",
                        "sqs",
                        operation,
                        "POST",
                        "/",
                        Map.of(),
                        Map.of(
                                "x-amz-target",
                                List.of("AmazonSQS." + operation),
                                "content-type",
                                List.of("application/x-amz-json-1.0")),
                        Json.write(request)))
                .body());
    }

    AwsError refusal(String operation, JsonNode request) {
        AwsError refusal = catchThrowableOfType(AwsError.class, () -> call(operation, request));
        assertThat(refusal).as(operation + " passed").isNotNull();
        return refusal;
    }

    /** Sends a message and receives it again; answers its receipt handle. */
    String received(String body) {
        call("SendMessage", request().put("MessageBody", body));
        JsonNode messages =
                call("ReceiveMessage", request().put("WaitTimeSeconds", 5)).path("Messages");
        assertThat(messages).hasSize(1);
        assertThat(messages.path(0).path("Body").asText()).isEqualTo(body);
        assertThat(messages.path(0).has("Attributes")).isFalse();
        return messages.path(0).path("ReceiptHandle").asText();
    }

    @Override
    public void close() {
        queues.close();
    }
}
