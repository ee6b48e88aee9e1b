package io.certfleet.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.services.Service;
import io.certfleet.drill.waiting.Wait;
import io.certfleet.standin.gateway.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Messages that can never succeed: found in the dead-letter queues, one of them redriven, all deleted. */
final class DeadLetters {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final List<String> OPERATORS_QUEUES = List.of("CHECK", "CRL");
    private static final List<String> CHECKERS_QUEUES = List.of("ISSUE", "CSR", "CERTIFICATE", "INSTALLED");

    private final Operator operator;
    private final UnaryOperator<String> arns;

    /** Works in an operator's name; {@code arns} knows the queues' ARNs. */
    DeadLetters(Operator operator, UnaryOperator<String> arns) {
        this.operator = operator;
        this.arns = arns;
    }

    /** Sends one into every queue, and leaves the dead-letter queues as they were. */
    void handle() {
        // Operators may not send to the others; the checker's role stands for a fault in a service of ours.
        Operator checker = operator.with(Service.CHECKER.accessKey());
        OPERATORS_QUEUES.forEach(queue -> send(operator, queue));
        CHECKERS_QUEUES.forEach(queue -> send(checker, queue));
        Map<String, JsonNode> found = new LinkedHashMap<>();
        OPERATORS_QUEUES.forEach(queue -> found.put(queue, received(queue, "")));
        CHECKERS_QUEUES.forEach(queue -> found.put(queue, received(queue, "")));
        operator.sqs(
                "StartMessageMoveTask",
                Json.object().put("SourceArn", arns.apply("issue-dlq")).put("DestinationArn", arns.apply("issue")));
        // The issuer rejects it anew, as another message.
        found.put(
                "ISSUE", received("ISSUE", found.get("ISSUE").path("MessageId").asText()));
        found.forEach((queue, message) -> operator.sqs(
                "DeleteMessage",
                deadLetters(queue)
                        .put("ReceiptHandle", message.path("ReceiptHandle").asText())));
    }

    private static void send(Operator sender, String queue) {
        sender.sqs(
                "SendMessage",
                Json.object()
                        .put("QueueUrl", sender.variable(queue + "_QUEUE_URL"))
                        .put("MessageBody", "{\"type\":\"nonsense\"}"));
    }

    private JsonNode received(String queue, String known) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        Wait.until("nonsense of the queue " + queue + " is a dead letter with its reason", LONGEST_WAIT, () -> {
            ObjectNode request = deadLetters(queue).put("VisibilityTimeout", 0);
            request.putArray("MessageAttributeNames").add("All");
            operator.sqs("ReceiveMessage", request)
                    .path("Messages")
                    .valueStream()
                    .filter(message -> !known.equals(message.path("MessageId").asText()))
                    .filter(message -> message.path("MessageAttributes").has("reason"))
                    .findFirst()
                    .ifPresent(found::set);
            return found.get() != null;
        });
        return found.get();
    }

    private ObjectNode deadLetters(String queue) {
        return Json.object().put("QueueUrl", operator.variable(queue + "_DLQ_URL"));
    }
}
