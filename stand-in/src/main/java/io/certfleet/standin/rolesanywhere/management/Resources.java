package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The resources of one kind, and the operations that are the same for every kind. */
abstract class Resources<T extends Resources.Resource<T>> {
    private final Kind kind;
    private final RolesAnywhereSettings settings;
    private final ResourceTags tags;
    private final Clock clock;
    private final Map<String, T> byId = new LinkedHashMap<>();

    /** A trust anchor, a profile or a CRL. */
    interface Resource<T> {
        Identity identity();

        T with(Identity changed);

        ObjectNode json();
    }

    /** How a kind is spelled in answers, in ARNs and in words. */
    enum Kind {
        TRUST_ANCHOR("trustAnchor", "trust-anchor", "Trust anchor"),
        PROFILE("profile", "profile", "Profile"),
        CRL("crl", "crl", "CRL");

        private final String field;
        private final String inArns;
        private final String words;

        Kind(String field, String inArns, String words) {
            this.field = field;
            this.inArns = inArns;
            this.words = words;
        }
    }

    Resources(Kind kind, RolesAnywhereSettings settings, ResourceTags tags, Clock clock) {
        this.kind = kind;
        this.settings = settings;
        this.tags = tags;
        this.clock = clock;
    }

    RolesAnywhereSettings settings() {
        return settings;
    }

    /** The resource of an ARN. */
    public synchronized T of(String arn) {
        T found = byId.get(arn.substring(arn.lastIndexOf('/') + 1));
        if (found == null || !found.identity().arn().equals(arn)) {
            throw Refusal.notFound(kind.words + " " + arn);
        }
        return found;
    }

    Collection<T> all() {
        return byId.values();
    }

    synchronized ObjectNode get(String id) {
        return answer(find(id));
    }

    synchronized ObjectNode list(Call call) {
        return Page.of(kind.field + "s", byId.values().stream().map(T::json).toList(), call);
    }

    synchronized ObjectNode enable(String id, boolean enabled) {
        return change(id, one -> one.with(one.identity().enabled(enabled)));
    }

    synchronized ObjectNode delete(String id) {
        T found = find(id);
        byId.remove(id);
        tags.end(found.identity().arn());
        return answer(found);
    }

    /** Who a resource will be that a request asks for. */
    Identity identity(JsonNode request) {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        return new Identity(
                id,
                settings.arn(kind.inArns, id),
                Names.of(request),
                request.path("enabled").asBoolean(false),
                now,
                now);
    }

    ObjectNode add(T created, JsonNode request) {
        tags.begin(created.identity().arn(), request.path("tags"));
        byId.put(created.identity().id(), created);
        return answer(created);
    }

    ObjectNode change(String id, UnaryOperator<T> change) {
        T changed = change.apply(find(id));
        changed = changed.with(changed.identity().updated(clock.instant()));
        byId.put(id, changed);
        return answer(changed);
    }

    private T find(String id) {
        T found = byId.get(id);
        if (found == null) {
            throw Refusal.notFound(kind.words + " " + id);
        }
        return found;
    }

    private ObjectNode answer(T one) {
        ObjectNode answer = Json.object();
        answer.set(kind.field, one.json());
        return answer;
    }
}
