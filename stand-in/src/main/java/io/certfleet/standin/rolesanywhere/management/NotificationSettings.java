package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.certfleet.standin.gateway.Json;
import java.util.Map;
import java.util.TreeMap;

/** When a trust anchor tells of certificates that expire, by event (user guide, "Customizing notification settings"). */
record NotificationSettings(Map<String, Setting> byEvent) {
    private static final Setting STANDARD = new Setting(true, 45, "rolesanywhere.amazonaws.com");
    private static final NotificationSettings DEFAULTS = new NotificationSettings(
            Map.of("CA_CERTIFICATE_EXPIRY", STANDARD, "END_ENTITY_CERTIFICATE_EXPIRY", STANDARD));

    record Setting(boolean enabled, int threshold, String configuredBy) {}

    NotificationSettings {
        byEvent = new TreeMap<>(byEvent);
    }

    static NotificationSettings defaults() {
        return DEFAULTS;
    }

    /** With the settings of a request, by the account that asks. */
    NotificationSettings with(JsonNode settings, String account) {
        Map<String, Setting> changed = new TreeMap<>(byEvent);
        for (JsonNode setting : settings) {
            if (!setting.path("enabled").isBoolean()) {
                throw Refusal.validation(
                        "Value at 'notificationSettings' failed to satisfy constraint: enabled is set");
            }
            int threshold = setting.path("threshold").asInt(STANDARD.threshold());
            if (threshold < 1 || threshold > 360) {
                throw Refusal.validation(
                        "Value at 'threshold' failed to satisfy constraint: Member must be between 1 and 360");
            }
            changed.put(event(setting), new Setting(setting.path("enabled").asBoolean(), threshold, account));
        }
        return new NotificationSettings(changed);
    }

    /** With the defaults for the events of a request. */
    NotificationSettings without(JsonNode keys) {
        Map<String, Setting> changed = new TreeMap<>(byEvent);
        keys.forEach(key -> changed.put(event(key), STANDARD));
        return new NotificationSettings(changed);
    }

    private static String event(JsonNode setting) {
        String event = setting.path("event").asText();
        if (!DEFAULTS.byEvent().containsKey(event)) {
            throw Refusal.validation("Value at 'event' failed to satisfy constraint: "
                    + DEFAULTS.byEvent().keySet());
        }
        if (!setting.path("channel").asText("ALL").equals("ALL")) {
            throw Refusal.validation("Value at 'channel' failed to satisfy constraint: [ALL]");
        }
        return event;
    }

    void list(ArrayNode list) {
        byEvent.forEach((event, setting) -> list.add(Json.object()
                .put("event", event)
                .put("channel", "ALL")
                .put("enabled", setting.enabled())
                .put("threshold", setting.threshold())
                .put("configuredBy", setting.configuredBy())));
    }
}
