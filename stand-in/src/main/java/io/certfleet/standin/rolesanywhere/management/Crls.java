package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/** The imported CRLs and their operations. */
public final class Crls extends Resources<Crl> {
    /** "CRLs per trust anchor: 2", not adjustable (user guide, "Quotas"). */
    static final int PER_TRUST_ANCHOR = 2;

    private final TrustAnchors anchors;

    Crls(RolesAnywhereSettings settings, TrustAnchors anchors, ResourceTags tags, Clock clock) {
        super(Kind.CRL, settings, tags, clock);
        this.anchors = anchors;
    }

    /** Does an enabled CRL of this trust anchor list one of the chain? */
    public synchronized boolean revokes(String trustAnchorArn, List<X509Certificate> chain) {
        return all().stream()
                .filter(crl -> crl.identity().enabled() && crl.trustAnchorArn().equals(trustAnchorArn))
                .anyMatch(crl -> chain.stream().anyMatch(crl.content()::revokes));
    }

    synchronized ObjectNode importCrl(JsonNode request) {
        for (String required : List.of("name", "crlData", "trustAnchorArn")) {
            if (!request.hasNonNull(required)) {
                throw Refusal.required(required);
            }
        }
        String trustAnchorArn = request.path("trustAnchorArn").asText();
        X509Certificate ca = anchors.of(trustAnchorArn).certificate();
        Identity identity = identity(request);
        Crl.Content content = Crl.Content.of(request.path("crlData").asText(), ca);
        long present = all().stream()
                .filter(crl -> crl.trustAnchorArn().equals(trustAnchorArn))
                .count();
        if (present >= PER_TRUST_ANCHOR) {
            throw Refusal.validation("Limit exceeded: a trust anchor can have " + PER_TRUST_ANCHOR + " CRLs");
        }
        return add(new Crl(identity, trustAnchorArn, content), request);
    }

    synchronized ObjectNode update(String id, JsonNode request) {
        return change(id, crl -> {
            Crl updated = crl.with(crl.identity().named(request));
            X509Certificate ca = anchors.of(crl.trustAnchorArn()).certificate();
            return request.hasNonNull("crlData")
                    ? updated.with(Crl.Content.of(request.path("crlData").asText(), ca))
                    : updated;
        });
    }
}
