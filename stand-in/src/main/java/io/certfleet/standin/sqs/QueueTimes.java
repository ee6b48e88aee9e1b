package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Json;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How long each queue hides and keeps its messages; of keeping, the emulator knows nothing. */
final class QueueTimes {
    private static final String RETENTION = "MessageRetentionPeriod";
    private static final Times STANDARD = new Times(30, 345_600);

    private final Map<String, Times> byName = new ConcurrentHashMap<>();

    /** Both in seconds. */
    record Times(int visibility, int retention) {}

    void put(String queue, Times times) {
        byName.put(queue, times);
    }

    Times of(String queueUrl) {
        return byName.getOrDefault(queueUrl.substring(queueUrl.lastIndexOf('/') + 1), STANDARD);
    }

    /** The answer of GetQueueAttributes with what the emulator leaves out. */
    Answer withRetention(QueueRequest request, Answer answer) {
        boolean asked = request.body()
                .path("AttributeNames")
                .valueStream()
                .anyMatch(name -> Set.of("All", RETENTION).contains(name.asText()));
        if (!asked || answer.status() != 200) {
            return answer;
        }
        ObjectNode body = (ObjectNode) Json.read(answer.body());
        body.withObjectProperty("Attributes")
                .put(RETENTION, String.valueOf(of(request.queueUrl()).retention()));
        return new Answer(answer.status(), answer.headers(), Json.write(body));
    }
}
