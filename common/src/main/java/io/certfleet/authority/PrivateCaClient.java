package io.certfleet.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;

/** Makes the SDK's client of Private CA, for which there is no Quarkus extension. */
@ApplicationScoped
class PrivateCaClient {

    @Produces
    @ApplicationScoped
    AcmPcaClient client() {
        return AcmPcaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
