package io.certfleet.standin.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** EventBridge's API: what others put on the bus. */
public final class EventBridge implements AwsService {
    private static final int MAX_ENTRIES = 10;

    private final Bus bus;

    /** The API of a bus. */
    public EventBridge(Bus bus) {
        this.bus = bus;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer answer(Call call) {
        if (!call.operation().equals("PutEvents")) {
            throw AwsService.unknown(call);
        }
        JsonNode entries = call.json().path("Entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "Value at 'entries' failed to satisfy constraint: Member must have length between 1 and "
                            + MAX_ENTRIES);
        }
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : entries) {
            ObjectNode result = put(entry);
            results.add(result);
            failed += result.has("ErrorCode") ? 1 : 0;
        }
        return Answer.json(answer.put("FailedEntryCount", failed));
    }

    private ObjectNode put(JsonNode entry) {
        String source = entry.path("Source").asText();
        String detailType = entry.path("DetailType").asText();
        if (source.isEmpty() || detailType.isEmpty()) {
            return refused("InvalidArgument", "Parameter Source and DetailType must be set.");
        }
        // "The 'aws.' prefix is reserved": PutEvents API reference, EventBridge user guide.
        if (source.startsWith("aws.")) {
            return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        JsonNode detail;
        try {
            detail = Json.read(entry.path("Detail").asText().getBytes(StandardCharsets.UTF_8));
        } catch (AwsError notJson) {
            return refused("MalformedDetail", "Detail is malformed.");
        }
        if (!(detail instanceof ObjectNode object) || !entry.path("Detail").isTextual()) {
            return refused("MalformedDetail", "Detail is malformed.");
        }
        List<String> resources = new ArrayList<>();
        entry.path("Resources").forEach(resource -> resources.add(resource.asText()));
        return Json.object().put("EventId", bus.publish(source, detailType, resources, object));
    }

    private static ObjectNode refused(String code, String message) {
        return Json.object().put("ErrorCode", code).put("ErrorMessage", message);
    }
}
