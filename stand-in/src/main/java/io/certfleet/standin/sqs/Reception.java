package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Upstream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/** ReceiveMessage: what is older than its queue keeps messages is gone, and what is received is in flight. */
final class Reception {
    private static final String SENT = "SentTimestamp";

    private final Upstream upstream;
    private final QueueTimes times;
    private final InFlight inFlight;
    private final InstantSource clock;

    Reception(Upstream upstream, QueueTimes times, InFlight inFlight, InstantSource clock) {
        this.upstream = upstream;
        this.times = times;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    Answer answer(Call call, QueueRequest request) {
        boolean asked = names(request.body()).anyMatch(name -> name.equals(SENT) || name.equals("All"));
        Call passed = asked ? call : call.withBody(Json.write(askingForTime(request.body())));
        while (true) {
            Answer answer = upstream.forward(passed);
            if (answer.status() != 200) {
                return answer;
            }
            ObjectNode body = (ObjectNode) Json.read(answer.body());
            int before = body.path("Messages").size();
            keepReceivable(body, request);
            if (before > 0 && body.path("Messages").isEmpty()) {
                // What it got is long gone; there may be others.
                continue;
            }
            if (!asked) {
                body.path("Messages").forEach(message -> withoutTime((ObjectNode) message));
            }
            return new Answer(answer.status(), answer.headers(), Json.write(body));
        }
    }

    private void keepReceivable(ObjectNode body, QueueRequest request) {
        if (body.path("Messages").isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        int visibility = request.body()
                .path("VisibilityTimeout")
                .asInt(times.of(request.queueUrl()).visibility());
        int retention = times.of(request.queueUrl()).retention();
        ArrayNode kept = Json.object().putArray("Messages");
        for (JsonNode message : body.path("Messages")) {
            String handle = message.path("ReceiptHandle").asText();
            Instant sent =
                    Instant.ofEpochMilli(message.path("Attributes").path(SENT).asLong());
            if (now.isBefore(sent.plusSeconds(retention))) {
                inFlight.received(handle, now, visibility);
                kept.add(message);
            } else {
                upstream.call(
                        "AmazonSQS.DeleteMessage",
                        Json.object().put("QueueUrl", request.queueUrl()).put("ReceiptHandle", handle));
            }
        }
        body.set("Messages", kept);
    }

    // AttributeNames is the older name of MessageSystemAttributeNames.
    private static Stream<String> names(JsonNode request) {
        return Stream.of("MessageSystemAttributeNames", "AttributeNames")
                .flatMap(field -> request.path(field).valueStream())
                .map(JsonNode::asText);
    }

    private static ObjectNode askingForTime(ObjectNode request) {
        ObjectNode more = request.deepCopy();
        ArrayNode all = more.putArray("MessageSystemAttributeNames");
        names(request).forEach(all::add);
        all.add(SENT);
        more.remove("AttributeNames");
        return more;
    }

    private static void withoutTime(ObjectNode message) {
        ObjectNode attributes = (ObjectNode) message.path("Attributes");
        attributes.remove(SENT);
        if (attributes.isEmpty()) {
            message.remove("Attributes");
        }
    }
}
