package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;

/** The profiles and their operations. */
public final class Profiles extends Resources<Profile> {

    Profiles(RolesAnywhereSettings settings, ResourceTags tags, Clock clock) {
        super(Kind.PROFILE, settings, tags, clock);
    }

    synchronized ObjectNode create(JsonNode request) {
        if (request.path("requireInstanceProperties").asBoolean()) {
            throw Refusal.validation("requireInstanceProperties is not served here");
        }
        if (!request.path("roleArns").isArray()) {
            throw Refusal.required("roleArns");
        }
        return add(Profile.create(identity(request), settings().account().id()).with(request), request);
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(
                id, profile -> profile.with(profile.identity().named(request)).with(request));
    }
}
