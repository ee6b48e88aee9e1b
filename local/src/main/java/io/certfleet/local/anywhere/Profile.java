package io.certfleet.local.anywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.time.Instant;
import java.util.List;

/** A profile: the roles that sessions may take and for how long. */
record Profile(
        String id,
        String arn,
        String account,
        List<String> roleArns,
        int durationSeconds,
        boolean enabled,
        Instant created,
        Instant updated) {

    Profile withEnabled(boolean now, Instant when) {
        return new Profile(id, arn, account, roleArns, durationSeconds, now, created, when);
    }

    ObjectNode json() {
        ObjectNode profile = Json.object()
                .put("profileId", id)
                .put("profileArn", arn)
                .put("name", "certfleet")
                .put("createdBy", account)
                .put("requireInstanceProperties", false)
                .put("acceptRoleSessionName", false)
                .put("durationSeconds", durationSeconds)
                .put("enabled", enabled)
                .put("createdAt", created.toString())
                .put("updatedAt", updated.toString());
        roleArns.forEach(profile.putArray("roleArns")::add);
        profile.putArray("managedPolicyArns");
        profile.putArray("attributeMappings");
        return profile;
    }
}
