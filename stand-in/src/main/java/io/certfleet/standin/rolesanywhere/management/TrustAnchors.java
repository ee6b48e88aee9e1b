package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.function.UnaryOperator;

/** The trust anchors and their operations. */
public final class TrustAnchors extends Resources<TrustAnchor> {

    TrustAnchors(RolesAnywhereSettings settings, ResourceTags tags, Clock clock) {
        super(Kind.TRUST_ANCHOR, settings, tags, clock);
    }

    synchronized ObjectNode create(JsonNode request) {
        if (!request.path("source").isObject()) {
            throw Refusal.required("source");
        }
        TrustAnchor anchor = new TrustAnchor(
                identity(request),
                Source.of(request.path("source"), settings()),
                NotificationSettings.defaults()
                        .with(
                                request.path("notificationSettings"),
                                settings().account().id()));
        return add(anchor, request);
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(id, anchor -> {
            TrustAnchor updated = anchor.with(anchor.identity().named(request));
            return request.hasNonNull("source") ? updated.with(Source.of(request.path("source"), settings())) : updated;
        });
    }

    synchronized ObjectNode putNotifications(JsonNode request) {
        String account = settings().account().id();
        return notifications(
                request, "notificationSettings", now -> now.with(request.path("notificationSettings"), account));
    }

    synchronized ObjectNode resetNotifications(JsonNode request) {
        return notifications(
                request, "notificationSettingKeys", now -> now.without(request.path("notificationSettingKeys")));
    }

    private ObjectNode notifications(JsonNode request, String field, UnaryOperator<NotificationSettings> change) {
        if (!request.path(field).isArray()) {
            throw Refusal.required(field);
        }
        return change(
                Ids.checked(request.path("trustAnchorId").asText(), "trustAnchorId"),
                anchor -> anchor.with(change.apply(anchor.notifications())));
    }
}
