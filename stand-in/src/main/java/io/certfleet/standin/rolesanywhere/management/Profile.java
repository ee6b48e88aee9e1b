package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A profile: the roles that sessions may take and for how long; {@code account} is whose it is. */
public record Profile(
        Identity identity,
        String account,
        List<String> roleArns,
        List<String> managedPolicyArns,
        Optional<String> sessionPolicy,
        int durationSeconds,
        boolean acceptRoleSessionName)
        implements Resources.Resource<Profile> {
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
    static Profile create(Identity identity, String account) {
        return new Profile(identity, account, List.of(), List.of(), Optional.empty(), STANDARD, false);
    }

    @Override
    public Profile with(Identity changed) {
        return new Profile(
                changed, account, roleArns, managedPolicyArns, sessionPolicy, durationSeconds, acceptRoleSessionName);
    }

    /** With what CreateProfile or UpdateProfile asks for; what the request does not name stays. */
    Profile with(JsonNode request) {
        return new Profile(
                identity,
                account,
                request.has("roleArns") ? texts(request.path("roleArns")) : roleArns,
                request.has("managedPolicyArns") ? texts(request.path("managedPolicyArns")) : managedPolicyArns,
                request.hasNonNull("sessionPolicy")
                        ? Optional.of(request.path("sessionPolicy").asText())
                        : sessionPolicy,
                request.path("durationSeconds").asInt(durationSeconds),
                request.path("acceptRoleSessionName").asBoolean(acceptRoleSessionName));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    @Override
    public ObjectNode json() {
        ObjectNode profile = identity.json("profile")
                .put("createdBy", account)
                .put("requireInstanceProperties", false)
                .put("acceptRoleSessionName", acceptRoleSessionName)
                .put("durationSeconds", durationSeconds);
        sessionPolicy.ifPresent(policy -> profile.put("sessionPolicy", policy));
        roleArns.forEach(profile.putArray("roleArns")::add);
        managedPolicyArns.forEach(profile.putArray("managedPolicyArns")::add);
        profile.putArray("attributeMappings");
        return profile;
    }
}
