package io.certfleet.crlsync;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.CrlDetail;

/** The CRLs of our trust anchor in Roles Anywhere, of which one is ours, by its name. One operation a second is allowed. */
@ApplicationScoped
class TrustedCrls {
    private final RolesAnywhereClient client;
    private final String name;
    private final String trustAnchorArn;

    TrustedCrls(RolesAnywhereClient client, CrlSettings settings) {
        this.client = client;
        this.name = settings.crlName();
        this.trustAnchorArn = settings.trustAnchorArn();
    }

    /** Our CRL as Roles Anywhere holds it. */
    record Held(String id, String pem, boolean enabled) {
        static Held of(CrlDetail crl) {
            return new Held(crl.crlId(), crl.crlData().asUtf8String(), crl.enabled());
        }
    }

    /** What the trust anchor has: those that bear our name, and the names of the others. */
    record Found(List<Held> ours, List<String> others) {
        // "CRLs per trust anchor: 2", which cannot be raised (Roles Anywhere quotas).
        private static final int QUOTA = 2;

        /** Why nothing may be put there; empty if all is well. */
        Optional<String> obstacle() {
            if (ours.isEmpty() && others.size() >= QUOTA) {
                return Optional.of("the trust anchor has the CRLs " + others + " already, and Roles Anywhere allows "
                        + QUOTA + "; delete one of them");
            }
            return Optional.empty();
        }
    }

    Found find() {
        List<Held> ours = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (CrlDetail crl : client.listCrlsPaginator(request -> {}).crls()) {
            if (!trustAnchorArn.equals(crl.trustAnchorArn())) {
                continue;
            }
            if (name.equals(crl.name())) {
                ours.add(Held.of(crl));
            } else {
                others.add(crl.name());
            }
        }
        return new Found(List.copyOf(ours), List.copyOf(others));
    }

    /** Puts this CRL in place of ours, or imports it as ours; answers what Roles Anywhere holds then, read back. */
    Held put(Optional<Held> ours, String pem) {
        SdkBytes data = SdkBytes.fromUtf8String(pem);
        String id = ours.isPresent()
                ? client.updateCrl(request -> request.crlId(ours.get().id()).crlData(data))
                        .crl()
                        .crlId()
                : client.importCrl(request -> request.name(name)
                                .trustAnchorArn(trustAnchorArn)
                                .crlData(data)
                                .enabled(true))
                        .crl()
                        .crlId();
        if (ours.isPresent() && !ours.get().enabled()) {
            enable(id);
        }
        return Held.of(client.getCrl(request -> request.crlId(id)).crl());
    }

    /** A CRL that somebody disabled revokes nothing. */
    void enable(String id) {
        client.enableCrl(request -> request.crlId(id));
    }
}
