package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The imported CRLs and their operations. */
public final class Crls {
    /** "CRLs per trust anchor: 2", not adjustable (user guide, "Quotas"). */
    static final int PER_TRUST_ANCHOR = 2;

    private final RolesAnywhereSettings settings;
    private final TrustAnchors anchors;
    private final ResourceTags tags;
    private final Clock clock;
    private final Map<String, Crl> crls = new LinkedHashMap<>();

    Crls(RolesAnywhereSettings settings, TrustAnchors anchors, ResourceTags tags, Clock clock) {
        this.settings = settings;
        this.anchors = anchors;
        this.tags = tags;
        this.clock = clock;
    }

    /** Does an enabled CRL of this trust anchor list one of the chain? */
    public synchronized boolean revokes(String trustAnchorArn, List<X509Certificate> chain) {
        return crls.values().stream()
                .filter(crl -> crl.enabled() && crl.trustAnchorArn().equals(trustAnchorArn))
                .anyMatch(crl -> chain.stream().anyMatch(crl.content()::revokes));
    }

    synchronized ObjectNode importCrl(JsonNode request) {
        for (String required : List.of("name", "crlData", "trustAnchorArn")) {
            if (!request.hasNonNull(required)) {
                throw Refusal.required(required);
            }
        }
        String trustAnchorArn = request.path("trustAnchorArn").asText();
        TrustAnchor anchor = anchors.of(trustAnchorArn);
        String name = Names.of(request);
        Crl.Content content = Crl.Content.of(request.path("crlData").asText(), anchor.certificate());
        long present = crls.values().stream()
                .filter(crl -> crl.trustAnchorArn().equals(trustAnchorArn))
                .count();
        if (present >= PER_TRUST_ANCHOR) {
            throw Refusal.validation("Limit exceeded: a trust anchor can have " + PER_TRUST_ANCHOR + " CRLs");
        }
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        boolean enabled = request.path("enabled").asBoolean(false);
        Crl crl = new Crl(id, settings.arn("crl", id), name, enabled, trustAnchorArn, content, now, now);
        tags.begin(crl.arn(), request.path("tags"));
        crls.put(id, crl);
        return answer(crl);
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(id, crl -> {
            X509Certificate ca = anchors.of(crl.trustAnchorArn()).certificate();
            return new Crl(
                    id,
                    crl.arn(),
                    request.hasNonNull("name") ? Names.of(request) : crl.name(),
                    crl.enabled(),
                    crl.trustAnchorArn(),
                    request.hasNonNull("crlData")
                            ? Crl.Content.of(request.path("crlData").asText(), ca)
                            : crl.content(),
                    crl.created(),
                    clock.instant());
        });
    }

    synchronized ObjectNode enable(String id, boolean enabled) {
        return change(
                id,
                crl -> new Crl(
                        id,
                        crl.arn(),
                        crl.name(),
                        enabled,
                        crl.trustAnchorArn(),
                        crl.content(),
                        crl.created(),
                        clock.instant()));
    }

    synchronized ObjectNode get(String id) {
        return answer(find(id));
    }

    synchronized ObjectNode delete(String id) {
        Crl crl = find(id);
        crls.remove(id);
        tags.end(crl.arn());
        return answer(crl);
    }

    synchronized ObjectNode list(Call call) {
        return Page.of("crls", crls.values().stream().map(Crl::json).toList(), call);
    }

    private ObjectNode change(String id, UnaryOperator<Crl> change) {
        Crl changed = change.apply(find(id));
        crls.put(id, changed);
        return answer(changed);
    }

    private Crl find(String id) {
        Crl crl = crls.get(id);
        if (crl == null) {
            throw Refusal.notFound("CRL " + id);
        }
        return crl;
    }

    private static ObjectNode answer(Crl crl) {
        ObjectNode answer = Json.object();
        answer.set("crl", crl.json());
        return answer;
    }
}
