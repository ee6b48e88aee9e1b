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

/** The trust anchors and their operations. */
public final class TrustAnchors {
    private final RolesAnywhereSettings settings;
    private final ResourceTags tags;
    private final Clock clock;
    private final Map<String, TrustAnchor> anchors = new LinkedHashMap<>();

    TrustAnchors(RolesAnywhereSettings settings, ResourceTags tags, Clock clock) {
        this.settings = settings;
        this.tags = tags;
        this.clock = clock;
    }

    /** The trust anchor of an ARN. */
    public synchronized TrustAnchor of(String arn) {
        TrustAnchor anchor = anchors.get(arn.substring(arn.lastIndexOf('/') + 1));
        if (anchor == null || !anchor.arn().equals(arn)) {
            throw Refusal.notFound("Trust anchor " + arn);
        }
        return anchor;
    }

    synchronized ObjectNode create(JsonNode request) {
        if (!request.path("source").isObject()) {
            throw Refusal.required("source");
        }
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        TrustAnchor anchor = new TrustAnchor(
                id,
                settings.arn("trust-anchor", id),
                Names.of(request),
                Source.of(request.path("source"), settings),
                NotificationSettings.defaults().with(request.path("notificationSettings"), settings.account()),
                request.path("enabled").asBoolean(false),
                now,
                now);
        tags.begin(anchor.arn(), request.path("tags"));
        anchors.put(id, anchor);
        return answer(anchor);
    }

    synchronized ObjectNode get(String id) {
        return answer(find(id));
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(
                id,
                anchor -> anchor.with(
                        request.hasNonNull("name") ? Names.of(request) : anchor.name(),
                        request.hasNonNull("source") ? Source.of(request.path("source"), settings) : anchor.source(),
                        clock.instant()));
    }

    synchronized ObjectNode enable(String id, boolean enabled) {
        return change(id, anchor -> anchor.withEnabled(enabled, clock.instant()));
    }

    synchronized ObjectNode putNotifications(JsonNode request) {
        if (!request.path("notificationSettings").isArray()) {
            throw Refusal.required("notificationSettings");
        }
        return change(
                Ids.checked(request.path("trustAnchorId").asText(), "trustAnchorId"),
                anchor -> anchor.withNotifications(
                        anchor.notifications().with(request.path("notificationSettings"), settings.account()),
                        clock.instant()));
    }

    synchronized ObjectNode resetNotifications(JsonNode request) {
        if (!request.path("notificationSettingKeys").isArray()) {
            throw Refusal.required("notificationSettingKeys");
        }
        return change(
                Ids.checked(request.path("trustAnchorId").asText(), "trustAnchorId"),
                anchor -> anchor.withNotifications(
                        anchor.notifications().without(request.path("notificationSettingKeys")), clock.instant()));
    }

    synchronized ObjectNode delete(String id) {
        TrustAnchor anchor = find(id);
        anchors.remove(id);
        tags.end(anchor.arn());
        return answer(anchor);
    }

    synchronized ObjectNode list(Call call) {
        return Page.of(
                "trustAnchors", anchors.values().stream().map(TrustAnchor::json).toList(), call);
    }

    private ObjectNode change(String id, UnaryOperator<TrustAnchor> change) {
        TrustAnchor changed = change.apply(find(id));
        anchors.put(id, changed);
        return answer(changed);
    }

    private TrustAnchor find(String id) {
        TrustAnchor anchor = anchors.get(id);
        if (anchor == null) {
            throw Refusal.notFound("Trust anchor " + id);
        }
        return anchor;
    }

    private static ObjectNode answer(TrustAnchor anchor) {
        ObjectNode answer = Json.object();
        answer.set("trustAnchor", anchor.json());
        return answer;
    }
}
