package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a call of SQS asks for, in the JSON protocol or in the query protocol that older clients speak. */
record QueueRequest(String operation, boolean isJson, ObjectNode body) {
    private static final Pattern ENTRY = Pattern.compile("[A-Za-z]+BatchRequestEntry\\.(\\d+)\\.(.+)");

    static QueueRequest of(Call call) {
        if (call.header("x-amz-target").isPresent()) {
            return new QueueRequest(call.operation(), true, (ObjectNode) call.json());
        }
        ObjectNode body = Json.object();
        Map<Integer, ObjectNode> entries = new TreeMap<>();
        call.query().forEach((name, value) -> {
            Matcher entry = ENTRY.matcher(name);
            if (entry.matches()) {
                entries.computeIfAbsent(Integer.parseInt(entry.group(1)), unused -> Json.object())
                        .put(entry.group(2), value);
            } else {
                body.put(name, value);
            }
        });
        if (call.operation().endsWith("Batch")) {
            entries.values().forEach(body.putArray("Entries")::add);
        }
        return new QueueRequest(call.operation(), false, body);
    }

    String queueUrl() {
        return body.path("QueueUrl").asText();
    }

    String text(String name) {
        return body.path(name).asText();
    }

    /** The entries of a batch. */
    List<JsonNode> entries() {
        return body.path("Entries").valueStream().toList();
    }
}
