package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;

/** One page of a list, as operations with MaxResults and NextToken answer it. */
public final class Page {
    private static final int MOST = 50;

    private Page() {}

    public static ObjectNode of(String field, List<ObjectNode> all, JsonNode request, int least) {
        int size = request.path("MaxResults").asInt(MOST);
        if (size < least || size > MOST) {
            throw Refusal.validation("maxResults", size, "have value between " + least + " and " + MOST);
        }
        int start = start(request.path("NextToken").asText(""), all.size());
        int end = Math.min(all.size(), start + size);
        ObjectNode answer = Json.object();
        answer.putArray(field).addAll(all.subList(start, end));
        if (end < all.size()) {
            answer.put("NextToken", String.valueOf(end));
        }
        return answer;
    }

    private static int start(String token, int size) {
        if (token.isEmpty()) {
            return 0;
        }
        if (!token.matches("\\d{1,6}") || Integer.parseInt(token) > size) {
            throw Refusal.of("InvalidNextToken", "The specified token is not valid.");
        }
        return Integer.parseInt(token);
    }
}
