package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a service answers: status, headers, body. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {

    /** A JSON body with status 200. */
    public static Answer json(JsonNode body) {
        return json(200, body);
    }

    /** A JSON body with the given status. */
    public static Answer json(int status, JsonNode body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), Json.write(body));
    }

    /** An XML body with status 200. */
    public static Answer xml(String body) {
        return new Answer(200, Map.of("Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Success without a body. */
    public static Answer empty() {
        return new Answer(200, Map.of(), new byte[0]);
    }
}
