package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A profile: the roles that sessions may take and for how long. */
public record Profile(
        String id,
        String arn,
        String account,
        String name,
        List<String> roleArns,
        List<String> managedPolicyArns,
        Optional<String> sessionPolicy,
        int durationSeconds,
        boolean acceptRoleSessionName,
        boolean enabled,
        Instant created,
        Instant updated) {
    private static final String ROLE = "arn:aws(-[^:]+)?:iam(:.*){2}(:role.*)";
    private static final int MOST_ROLES = 250;
    private static final int MOST_POLICIES = 50;
    private static final int SHORTEST = 900;
    private static final int LONGEST = 43_200;
    private static final int STANDARD = 3600;

    /** Checks what a request made of it (API model of CreateProfile). */
    public Profile {
        for (String role : roleArns) {
            if (!role.matches(ROLE)) {
                throw Refusal.validation("Value at 'roleArns' failed to satisfy constraint: " + ROLE);
            }
        }
        if (roleArns.size() > MOST_ROLES || managedPolicyArns.size() > MOST_POLICIES) {
            throw Refusal.validation(
                    "A profile has at most " + MOST_ROLES + " roles and " + MOST_POLICIES + " policies");
        }
        if (durationSeconds < SHORTEST || durationSeconds > LONGEST) {
            throw Refusal.validation("Value at 'durationSeconds' failed to satisfy constraint: Member must be between "
                    + SHORTEST + " and " + LONGEST);
        }
    }

    /** A profile that nobody has asked for anything yet. */
    static Profile create(String id, String arn, String account, String name, boolean enabled, Instant now) {
        return new Profile(
                id, arn, account, name, List.of(), List.of(), Optional.empty(), STANDARD, false, enabled, now, now);
    }

    Profile withEnabled(boolean now, Instant when) {
        return new Profile(
                id,
                arn,
                account,
                name,
                roleArns,
                managedPolicyArns,
                sessionPolicy,
                durationSeconds,
                acceptRoleSessionName,
                now,
                created,
                when);
    }

    /** With what CreateProfile or UpdateProfile asks for; what the request does not name stays. */
    Profile with(JsonNode request, Instant when) {
        return new Profile(
                id,
                arn,
                account,
                request.hasNonNull("name") ? Names.of(request) : name,
                request.has("roleArns") ? texts(request.path("roleArns")) : roleArns,
                request.has("managedPolicyArns") ? texts(request.path("managedPolicyArns")) : managedPolicyArns,
                request.hasNonNull("sessionPolicy")
                        ? Optional.of(request.path("sessionPolicy").asText())
                        : sessionPolicy,
                request.path("durationSeconds").asInt(durationSeconds),
                request.path("acceptRoleSessionName").asBoolean(acceptRoleSessionName),
                enabled,
                created,
                when);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    ObjectNode json() {
        ObjectNode profile = Json.object()
                .put("profileId", id)
                .put("profileArn", arn)
                .put("name", name)
                .put("createdBy", account)
                .put("requireInstanceProperties", false)
                .put("acceptRoleSessionName", acceptRoleSessionName)
                .put("durationSeconds", durationSeconds)
                .put("enabled", enabled)
                .put("createdAt", created.toString())
                .put("updatedAt", updated.toString());
        sessionPolicy.ifPresent(policy -> profile.put("sessionPolicy", policy));
        roleArns.forEach(profile.putArray("roleArns")::add);
        managedPolicyArns.forEach(profile.putArray("managedPolicyArns")::add);
        profile.putArray("attributeMappings");
        return profile;
    }
}
