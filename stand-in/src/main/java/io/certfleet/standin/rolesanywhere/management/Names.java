package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** The names of CRLs, trust anchors and profiles (API model, ResourceName). */
final class Names {
    private static final Pattern NAME = Pattern.compile("[ a-zA-Z0-9-_]{1,255}");

    private Names() {}

    static String of(JsonNode request) {
        String name = request.path("name").asText();
        if (!NAME.matcher(name).matches()) {
            throw Refusal.validation("Value at 'name' failed to satisfy constraint: " + NAME);
        }
        return name;
    }
}
