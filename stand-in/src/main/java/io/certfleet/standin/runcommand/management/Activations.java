package io.certfleet.standin.runcommand.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.tags.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The hybrid activations, with whose id and code hosts outside AWS register. */
final class Activations {
    private static final Duration STANDARD = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_REGISTRATIONS = 1000;
    private static final int LONGEST_ROLE = 64;

    private final Clock clock;
    private final Map<String, Activation> activations = new LinkedHashMap<>();

    private record Activation(ObjectNode shown, Instant expiration, Tags tags) {
        ObjectNode json(Instant now) {
            ObjectNode json = shown.deepCopy().put("Expired", !now.isBefore(expiration));
            tags.list(json, "Tags");
            return json;
        }
    }

    Activations(Clock clock) {
        this.clock = clock;
    }

    synchronized ObjectNode create(JsonNode request) {
        String role = request.path("IamRole").asText();
        if (role.isEmpty() || role.length() > LONGEST_ROLE) {
            throw Refusal.validation("iamRole", role, "have length less than or equal to " + LONGEST_ROLE);
        }
        int limit = request.path("RegistrationLimit").asInt(1);
        if (limit < 1 || limit > MOST_REGISTRATIONS) {
            throw Refusal.validation("registrationLimit", limit, "have value between 1 and " + MOST_REGISTRATIONS);
        }
        Instant now = clock.instant();
        Instant expiration = expiration(request, now);
        String id = UUID.randomUUID().toString();
        ObjectNode shown = Json.object()
                .put("ActivationId", id)
                .put("IamRole", role)
                .put("RegistrationLimit", limit)
                .put("RegistrationsCount", 0)
                .put("ExpirationDate", Times.epochSeconds(expiration))
                .put("CreatedDate", Times.epochSeconds(now));
        for (String optional : List.of("Description", "DefaultInstanceName")) {
            if (request.hasNonNull(optional)) {
                shown.set(optional, request.get(optional));
            }
        }
        Tags tags = new Tags(Tags.Spelling.SSM);
        tags.add(request.path("Tags"));
        activations.put(id, new Activation(shown, expiration, tags));
        return Json.object()
                .put("ActivationId", id)
                .put(
                        "ActivationCode",
                        UUID.randomUUID().toString().replace("-", "").substring(0, 20));
    }

    // "If you don't specify an expiration date, the activation code expires in 24 hours"; "within the next 30 days"
    // (API reference, CreateActivation).
    private static Instant expiration(JsonNode request, Instant now) {
        if (!request.hasNonNull("ExpirationDate")) {
            return now.plus(STANDARD);
        }
        Instant asked =
                Instant.ofEpochMilli((long) (request.path("ExpirationDate").asDouble() * 1000));
        if (!asked.isAfter(now) || asked.isAfter(now.plus(LONGEST))) {
            throw Refusal.of("ValidationException", "The expiration date must be within the next 30 days: " + asked);
        }
        return asked;
    }

    synchronized ObjectNode describe(JsonNode request) {
        List<ObjectNode> found = activations.values().stream()
                .map(activation -> activation.json(clock.instant()))
                .filter(json -> request.path("Filters").valueStream().allMatch(filter -> matches(json, filter)))
                .toList();
        return Page.of("ActivationList", found, request, 1);
    }

    private static boolean matches(ObjectNode activation, JsonNode filter) {
        String field =
                switch (filter.path("FilterKey").asText()) {
                    case "ActivationIds" -> "ActivationId";
                    case "IamRole", "DefaultInstanceName" ->
                        filter.path("FilterKey").asText();
                    default -> throw Refusal.of("InvalidFilter", "The filter name is not valid.");
                };
        return filter.path("FilterValues")
                .valueStream()
                .anyMatch(value -> value.asText().equals(activation.path(field).asText()));
    }

    synchronized ObjectNode delete(JsonNode request) {
        String id = request.path("ActivationId").asText();
        if (activations.remove(id) == null) {
            throw Refusal.of("InvalidActivation", "The activation isn't valid: " + id);
        }
        return Json.object();
    }
}
