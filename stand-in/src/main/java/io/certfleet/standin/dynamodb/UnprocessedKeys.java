package io.certfleet.standin.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.OneIn;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * BatchGetItem that answers for a part of its keys now and then: "DynamoDB returns a partial result ... UnprocessedKeys"
 * (API reference).
 */
final class UnprocessedKeys {
    private final OneIn partial;

    UnprocessedKeys(int oneIn) {
        this.partial = new OneIn(oneIn);
    }

    /** How many answers were partial. */
    long count() {
        return partial.picked().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The answer, of all keys or of half of them. */
    Answer answer(Call call, Function<Call, Answer> database) {
        JsonNode tables = call.json().path("RequestItems");
        boolean divisible =
                tables.valueStream().anyMatch(table -> table.path("Keys").size() > 1);
        if (!divisible || !partial.picks(call.caller())) {
            return database.apply(call);
        }
        ObjectNode asked = (ObjectNode) call.json();
        ObjectNode left = Json.object();
        asked.path("RequestItems").properties().forEach(table -> {
            ArrayNode keys = (ArrayNode) table.getValue().path("Keys");
            if (keys.size() > 1) {
                ObjectNode rest = table.getValue().deepCopy();
                ArrayNode unprocessed = rest.putArray("Keys");
                int processed = (keys.size() + 1) / 2;
                while (keys.size() > processed) {
                    unprocessed.add(keys.remove(processed));
                }
                left.set(table.getKey(), rest);
            }
        });
        Answer answer = database.apply(call.withBody(Json.write(asked)));
        if (answer.status() != 200) {
            return answer;
        }
        ObjectNode body = (ObjectNode) Json.read(answer.body());
        body.set("UnprocessedKeys", left);
        // The checksum was that of the body as DynamoDB Local wrote it.
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("x-amz-crc32");
        return new Answer(answer.status(), headers, Json.write(body));
    }
}
