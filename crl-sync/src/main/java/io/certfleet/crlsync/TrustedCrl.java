package io.certfleet.crlsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.rolesanywhere.model.CrlDetail;

/** The one CRL in Roles Anywhere that is ours, known by its name and trust anchor. Operations are limited to one a second. */
@ApplicationScoped
class TrustedCrl {
    private final RolesAnywhereClient client;
    private final String name;
    private final String trustAnchorArn;

    TrustedCrl(RolesAnywhereClient client, CrlSettings settings) {
        this.client = client;
        this.name = settings.crlName();
        this.trustAnchorArn = settings.trustAnchorArn();
    }

    /** Makes the SDK's client, for which there is no Quarkus extension. */
    @ApplicationScoped
    static class Client {

        @Produces
        @ApplicationScoped
        RolesAnywhereClient client() {
            // UpdateCrl is a PATCH, which HttpURLConnection refuses to send.
            return RolesAnywhereClient.builder()
                    .httpClientBuilder(ApacheHttpClient.builder())
                    .build();
        }
    }

    /** Our CRL; empty if there is none yet. */
    Optional<CrlDetail> find() {
        List<CrlDetail> ours = client.listCrlsPaginator(request -> {}).crls().stream()
                .filter(crl -> name.equals(crl.name()) && trustAnchorArn.equals(crl.trustAnchorArn()))
                .toList();
        if (ours.size() > 1) {
            throw new IllegalStateException("the trust anchor has " + ours.size() + " CRLs named " + name
                    + "; delete all but one, so that it is clear which one is ours");
        }
        return ours.stream().findFirst();
    }

    /** Puts the CRL in place of ours, or imports it as ours, enabled; fails unless it is read back as it was sent. */
    void put(Optional<CrlDetail> present, byte[] pem) {
        SdkBytes data = SdkBytes.fromByteArray(pem);
        String id = present.map(ours -> client.updateCrl(
                                request -> request.crlId(ours.crlId()).crlData(data))
                        .crl()
                        .crlId())
                .orElseGet(() -> client.importCrl(request -> request.name(name)
                                .trustAnchorArn(trustAnchorArn)
                                .crlData(data)
                                .enabled(true))
                        .crl()
                        .crlId());
        if (present.filter(ours -> !ours.enabled()).isPresent()) {
            enable(id);
        }
        CrlDetail now = client.getCrl(request -> request.crlId(id)).crl();
        if (!now.enabled() || !Arrays.equals(now.crlData().asByteArray(), pem)) {
            throw new IllegalStateException(
                    "Roles Anywhere does not hold the CRL that it was given, or has it disabled");
        }
    }

    /** A CRL that somebody disabled revokes nothing. */
    void enable(String crlId) {
        client.enableCrl(request -> request.crlId(crlId));
    }
}
