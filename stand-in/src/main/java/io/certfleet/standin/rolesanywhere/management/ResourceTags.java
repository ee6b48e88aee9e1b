package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.tags.Tags;
import java.util.HashMap;
import java.util.Map;

/** The tags of trust anchors, profiles and CRLs, by ARN. */
final class ResourceTags {
    private final Map<String, Tags> byArn = new HashMap<>();

    /** A resource comes to be with these tags. */
    synchronized void begin(String arn, JsonNode tags) {
        Tags its = new Tags(Tags.Spelling.ROLES_ANYWHERE);
        its.add(tags);
        byArn.put(arn, its);
    }

    /** A resource is no more. */
    synchronized void end(String arn) {
        byArn.remove(arn);
    }

    ObjectNode list(String arn) {
        ObjectNode answer = Json.object();
        of(arn).list(answer, "tags");
        return answer;
    }

    ObjectNode tag(JsonNode request) {
        if (!request.path("tags").isArray()) {
            throw Refusal.required("tags");
        }
        of(request.path("resourceArn").asText()).add(request.path("tags"));
        return Json.object();
    }

    ObjectNode untag(JsonNode request) {
        if (!request.path("tagKeys").isArray()) {
            throw Refusal.required("tagKeys");
        }
        Tags its = of(request.path("resourceArn").asText());
        request.path("tagKeys").forEach(key -> its.remove(key.asText()));
        return Json.object();
    }

    private synchronized Tags of(String arn) {
        Tags its = byArn.get(arn);
        if (its == null) {
            throw Refusal.notFound("Resource " + arn);
        }
        return its;
    }
}
