package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A call that was allowed, with all that its caller needed for it. */
record ServedCall(String caller, String operation, List<Need> needs) {

    ServedCall {
        needs = List.copyOf(needs);
    }

    static ServedCall of(JsonNode json) {
        return new ServedCall(
                json.path("caller").asText(),
                json.path("operation").asText(),
                json.path("needs").valueStream().map(ServedCall::need).toList());
    }

    private static Need need(JsonNode json) {
        Map<String, List<String>> context = json.path("context")
                .propertyStream()
                .collect(Collectors.toMap(Map.Entry::getKey, key -> Texts.of(key.getValue())));
        return new Need(json.path("action").asText(), json.path("resource").asText(), context);
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("caller", caller).put("operation", operation);
        var array = json.putArray("needs");
        for (Need need : needs) {
            ObjectNode one = array.addObject().put("action", need.action()).put("resource", need.resource());
            ObjectNode context = one.putObject("context");
            need.context().forEach((key, values) -> values.forEach(context.withArray(key)::add));
        }
        return json;
    }
}
