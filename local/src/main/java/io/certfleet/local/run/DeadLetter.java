package io.certfleet.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An order that can never succeed: found in the dead-letter queue, moved back, found again, and deleted. */
final class DeadLetter {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Operator operator;
    private final String queueArn;

    /** Works with the check queue, whose dead-letter queue has this ARN. */
    DeadLetter(Operator operator, String queueArn) {
        this.operator = operator;
        this.queueArn = queueArn;
    }

    /** Sends it, and leaves the dead-letter queue as it was. */
    void handle() {
        operator.order(Json.object().put("type", "nonsense"));
        String first = received(List.of()).path("MessageId").asText();
        operator.sqs("StartMessageMoveTask", Json.object().put("SourceArn", queueArn));
        // The checker rejects it anew, as another message.
        JsonNode second = received(List.of(first));
        operator.sqs(
                "DeleteMessage",
                queue().put("ReceiptHandle", second.path("ReceiptHandle").asText()));
    }

    private JsonNode received(List<String> known) {
        List<JsonNode> found = new ArrayList<>();
        Wait.until("an order that cannot succeed is in the dead-letter queue with its reason", PATIENCE, () -> {
            ObjectNode request = queue().put("VisibilityTimeout", 0);
            request.putArray("MessageAttributeNames").add("All");
            operator.sqs("ReceiveMessage", request)
                    .path("Messages")
                    .valueStream()
                    .filter(message -> !known.contains(message.path("MessageId").asText()))
                    .filter(message -> message.path("MessageAttributes").has("reason"))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private ObjectNode queue() {
        return Json.object().put("QueueUrl", operator.variable("CHECK_DLQ_URL"));
    }
}
