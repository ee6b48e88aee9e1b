package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A parameter that a document declares.
 *
 * @param allowedPattern what every value must match
 */
record Parameter(
        String name,
        boolean list,
        String description,
        Optional<List<String>> defaultValue,
        Optional<Pattern> allowedPattern) {

    // User guide, "Data elements and parameters"; interpolationType since 2025.
    private static final Set<String> KEYS = Set.of(
            "type",
            "description",
            "default",
            "allowedValues",
            "allowedPattern",
            "displayType",
            "minItems",
            "maxItems",
            "minChars",
            "maxChars",
            "interpolationType");

    static Parameter of(String name, JsonNode declaration) {
        declaration.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw Refusal.of("InvalidDocumentContent", "parameter " + name + " has the unknown key " + key);
            }
        });
        String type = declaration.path("type").asText();
        // "Command documents accept only String and StringList" (user guide, "Data elements and parameters").
        if (!type.equals("String") && !type.equals("StringList")) {
            throw Refusal.of("InvalidDocumentContent", "parameter " + name + " is of type " + type);
        }
        return new Parameter(
                name,
                type.equals("StringList"),
                declaration.path("description").asText(),
                Optional.of(declaration.path("default"))
                        .filter(value -> !value.isMissingNode())
                        .map(Parameter::values),
                Optional.ofNullable(declaration.path("allowedPattern").asText(null))
                        .map(Parameter::pattern));
    }

    /** To the agent, which is written in Go, a dollar is the end of the text alone, not also before a newline at its end. */
    private static Pattern pattern(String allowed) {
        boolean anchored = allowed.endsWith("$") && !allowed.endsWith("\\$");
        return Pattern.compile(anchored ? allowed.substring(0, allowed.length() - 1) + "\\z" : allowed);
    }

    private static List<String> values(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asText).toList() : List.of(value.asText());
    }

    /** Refuses values that the document does not allow. */
    void check(List<String> values) {
        if (!list && values.size() != 1) {
            throw Refusal.of("InvalidParameters", "Parameter " + name + " takes one value");
        }
        for (String value : values) {
            // Found, not matched: the agent's check has no anchors but the pattern's own.
            if (allowedPattern.isPresent()
                    && !allowedPattern.get().matcher(value).find()) {
                throw Refusal.of(
                        "InvalidParameters",
                        "Parameter \"" + name + "\" does not match the allowed pattern " + allowedPattern.get());
            }
        }
    }

    /** As DescribeDocument answers it. */
    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("Name", name)
                .put("Type", list ? "StringList" : "String")
                .put("Description", description);
        defaultValue.ifPresent(values -> json.put("DefaultValue", String.join(",", values)));
        return json;
    }
}
