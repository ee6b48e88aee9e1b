package io.certfleet.drill.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;

/** How many messages wait, are in work, or lie in the dead-letter queues. */
public final class Backlog {
    private static final List<String> QUEUES = List.of("CHECK", "ISSUE", "CSR", "CERTIFICATE", "INSTALLED", "CRL");
    private static final List<String> COUNTS = List.of(
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed");

    private final Operator operator;

    public Backlog(Operator operator) {
        this.operator = operator;
    }

    /** Messages in the queues of the pipeline: visible, in work and delayed. */
    public int waiting() {
        return QUEUES.stream().mapToInt(queue -> count(queue + "_QUEUE_URL")).sum();
    }

    /** Messages in the dead-letter queues. */
    public int dead() {
        return QUEUES.stream().mapToInt(queue -> count(queue + "_DLQ_URL")).sum();
    }

    private int count(String queue) {
        ObjectNode request = Json.object().put("QueueUrl", operator.variable(queue));
        COUNTS.forEach(request.putArray("AttributeNames")::add);
        JsonNode attributes = operator.sqs("GetQueueAttributes", request).path("Attributes");
        return COUNTS.stream()
                .mapToInt(name -> Integer.parseInt(attributes.path(name).asText("0")))
                .sum();
    }
}
