package io.certfleet.crlsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;

/** Makes the SDK's client of Roles Anywhere, for which there is no Quarkus extension. */
@ApplicationScoped
class RolesAnywhereApi {

    @Produces
    @ApplicationScoped
    RolesAnywhereClient client() {
        // UpdateCrl is a PATCH, which HttpURLConnection refuses to send.
        return RolesAnywhereClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }
}
