package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.util.List;

/** One page of a list, as the List operations answer it. */
final class Page {
    private static final int DEFAULT_SIZE = 50;

    private Page() {}

    static ObjectNode of(String field, List<ObjectNode> all, Call call) {
        int start = number(call.query().getOrDefault("nextToken", "0"));
        int size = number(call.query().getOrDefault("pageSize", String.valueOf(DEFAULT_SIZE)));
        if (start > all.size() || size < 1) {
            throw Refusal.validation("nextToken or pageSize is not valid");
        }
        int end = Math.min(all.size(), start + size);
        ObjectNode answer = Json.object();
        ArrayNode items = answer.putArray(field);
        all.subList(start, end).forEach(items::add);
        if (end < all.size()) {
            answer.put("nextToken", String.valueOf(end));
        }
        return answer;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw Refusal.validation("nextToken or pageSize is not valid");
        }
        return Integer.parseInt(text);
    }
}
