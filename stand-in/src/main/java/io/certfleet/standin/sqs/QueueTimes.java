package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Upstream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** How long each queue hides and keeps its messages, as it was last set; of keeping, the emulator knows nothing. */
final class QueueTimes {
    private static final String RETENTION = "MessageRetentionPeriod";
    private static final int STANDARD_RETENTION = 345_600;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 1_209_600;

    private final Upstream upstream;
    private final Map<String, Integer> visibility = new ConcurrentHashMap<>();
    private final Map<String, Integer> retention = new ConcurrentHashMap<>();

    QueueTimes(Upstream upstream) {
        this.upstream = upstream;
    }

    int retentionSeconds(String queueUrl) {
        return retention.getOrDefault(name(queueUrl), STANDARD_RETENTION);
    }

    int visibilitySeconds(String queueUrl) {
        return visibility.computeIfAbsent(name(queueUrl), unused -> askVisibility(queueUrl));
    }

    /** Refuses a time that no queue can have. */
    static void check(JsonNode attributes) {
        String seconds = attributes.path(RETENTION).asText(String.valueOf(STANDARD_RETENTION));
        if (!seconds.matches("\\d{1,7}")
                || Integer.parseInt(seconds) < SHORTEST
                || Integer.parseInt(seconds) > LONGEST) {
            throw QueueError.of("InvalidAttributeValue", "Invalid value for the parameter " + RETENTION + ".");
        }
    }

    /** A queue was made, or set otherwise. */
    void set(String queue, JsonNode attributes) {
        visibility.remove(name(queue));
        if (attributes.has(RETENTION)) {
            retention.put(name(queue), attributes.path(RETENTION).asInt());
        }
    }

    /** The answer of GetQueueAttributes with what the emulator leaves out. */
    Answer withRetention(QueueRequest request, Answer answer) {
        boolean asked = Stream.of("All", RETENTION)
                .anyMatch(name -> request.body()
                        .path("AttributeNames")
                        .valueStream()
                        .anyMatch(one -> one.asText().equals(name)));
        if (!asked || answer.status() != 200) {
            return answer;
        }
        ObjectNode body = (ObjectNode) Json.read(answer.body());
        body.withObjectProperty("Attributes").put(RETENTION, String.valueOf(retentionSeconds(request.queueUrl())));
        return new Answer(answer.status(), answer.headers(), Json.write(body));
    }

    private int askVisibility(String queueUrl) {
        ObjectNode request = Json.object().put("QueueUrl", queueUrl);
        request.putArray("AttributeNames").add("VisibilityTimeout");
        return upstream.call("AmazonSQS.GetQueueAttributes", request)
                .at("/Attributes/VisibilityTimeout")
                .asInt();
    }

    private static String name(String queue) {
        return queue.substring(queue.lastIndexOf('/') + 1);
    }
}
