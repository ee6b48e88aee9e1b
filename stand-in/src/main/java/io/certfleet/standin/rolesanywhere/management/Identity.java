package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.time.Instant;

/** What a resource is whatever its kind: its names, whether it counts, and when it came and changed. */
public record Identity(String id, String arn, String name, boolean enabled, Instant created, Instant updated) {

    Identity enabled(boolean now) {
        return new Identity(id, arn, name, now, created, updated);
    }

    /** With the name that an update asks for, if it asks for one. */
    Identity named(JsonNode request) {
        return request.hasNonNull("name") ? new Identity(id, arn, Names.of(request), enabled, created, updated) : this;
    }

    Identity updated(Instant now) {
        return new Identity(id, arn, name, enabled, created, now);
    }

    /** The fields that all kinds have, of which two are named after the kind. */
    ObjectNode json(String kind) {
        return Json.object()
                .put(kind + "Id", id)
                .put(kind + "Arn", arn)
                .put("name", name)
                .put("enabled", enabled)
                .put("createdAt", created.toString())
                .put("updatedAt", updated.toString());
    }
}
