package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The profiles and their operations. */
public final class Profiles {
    private final RolesAnywhereSettings settings;
    private final ResourceTags tags;
    private final Clock clock;
    private final Map<String, Profile> profiles = new LinkedHashMap<>();

    Profiles(RolesAnywhereSettings settings, ResourceTags tags, Clock clock) {
        this.settings = settings;
        this.tags = tags;
        this.clock = clock;
    }

    /** The profile of an ARN. */
    public synchronized Profile of(String arn) {
        Profile profile = profiles.get(arn.substring(arn.lastIndexOf('/') + 1));
        if (profile == null || !profile.arn().equals(arn)) {
            throw Refusal.notFound("Profile " + arn);
        }
        return profile;
    }

    synchronized ObjectNode create(JsonNode request) {
        if (request.path("requireInstanceProperties").asBoolean()) {
            throw Refusal.validation("requireInstanceProperties is not served here");
        }
        if (!request.path("roleArns").isArray()) {
            throw Refusal.required("roleArns");
        }
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Profile profile = Profile.create(
                        id,
                        settings.arn("profile", id),
                        settings.account(),
                        Names.of(request),
                        request.path("enabled").asBoolean(false),
                        now)
                .with(request, now);
        tags.begin(profile.arn(), request.path("tags"));
        profiles.put(id, profile);
        return answer(profile);
    }

    synchronized ObjectNode get(String id) {
        return answer(find(id));
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(id, profile -> profile.with(request, clock.instant()));
    }

    synchronized ObjectNode enable(String id, boolean enabled) {
        return change(id, profile -> profile.withEnabled(enabled, clock.instant()));
    }

    synchronized ObjectNode delete(String id) {
        Profile profile = find(id);
        profiles.remove(id);
        tags.end(profile.arn());
        return answer(profile);
    }

    synchronized ObjectNode list(Call call) {
        return Page.of("profiles", profiles.values().stream().map(Profile::json).toList(), call);
    }

    private ObjectNode change(String id, UnaryOperator<Profile> change) {
        Profile changed = change.apply(find(id));
        profiles.put(id, changed);
        return answer(changed);
    }

    private Profile find(String id) {
        Profile profile = profiles.get(id);
        if (profile == null) {
            throw Refusal.notFound("Profile " + id);
        }
        return profile;
    }

    private static ObjectNode answer(Profile profile) {
        ObjectNode answer = Json.object();
        answer.set("profile", profile.json());
        return answer;
    }
}
