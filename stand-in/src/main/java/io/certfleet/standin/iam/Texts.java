package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a policy says as one value or as a list of them. */
final class Texts {
    private Texts() {}

    static List<String> of(JsonNode element) {
        if (element.isMissingNode()) {
            return List.of();
        }
        return element.isArray() ? element.valueStream().map(Texts::text).toList() : List.of(text(element));
    }

    private static String text(JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException("a policy's value is neither a text nor a list of texts: " + value);
        }
        return value.asText();
    }
}
