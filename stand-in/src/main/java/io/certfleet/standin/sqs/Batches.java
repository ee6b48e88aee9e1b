package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.OneIn;
import io.certfleet.standin.gateway.Upstream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Batches of SQS, of which entries fail by themselves: each for its own fault, and one now and then for none. */
final class Batches {
    private final Upstream upstream;
    private final OneIn partial;

    Batches(Upstream upstream, int partialOneIn) {
        this.upstream = upstream;
        this.partial = new OneIn(partialOneIn);
    }

    /** How many batches had an entry fail for no fault of its own. */
    long partialAnswers() {
        return partial.picked().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Passes on the entries that nothing speaks against, and reports the others. */
    Answer answer(Call call, QueueRequest request, Function<JsonNode, Optional<AwsError>> refusal) {
        Map<String, ObjectNode> failed = new LinkedHashMap<>();
        ArrayNode passed = Json.object().putArray("Entries");
        for (JsonNode entry : request.entries()) {
            String id = entry.path("Id").asText();
            refusal.apply(entry)
                    .ifPresentOrElse(
                            error -> failed.put(id, failure(id, error.code(), error.getMessage(), true)),
                            () -> passed.add(entry));
        }
        if (passed.size() > 1 && partial.picks(call.caller() + " " + call.operation())) {
            String id = passed.remove(passed.size() - 1).path("Id").asText();
            failed.put(id, failure(id, "InternalError", "Internal error. Please retry.", false));
        }
        if (failed.isEmpty()) {
            return upstream.forward(call);
        }
        ObjectNode body = Json.object();
        if (passed.isEmpty()) {
            body.putArray("Successful");
        } else {
            ObjectNode rest = request.body().deepCopy();
            rest.set("Entries", passed);
            Answer answer = upstream.forward(call.withBody(Json.write(rest)));
            if (answer.status() != 200) {
                return answer;
            }
            body = (ObjectNode) Json.read(answer.body());
        }
        failed.values().forEach(body.withArrayProperty("Failed")::add);
        return Answer.json(body);
    }

    private static ObjectNode failure(String id, String code, String message, boolean sender) {
        return Json.object()
                .put("Id", id)
                .put("SenderFault", sender)
                .put("Code", code)
                .put("Message", message);
    }
}
