package io.certfleet.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;

/** Makes the SDK's client of Private CA, for which there is no Quarkus extension. */
@ApplicationScoped
class PrivateCaClient {
    // The issuer asks again until a minute before the CA forgets its idempotency token: a call must not outlast the
    // minute.
    private static final Duration CALL = Duration.ofSeconds(50);
    // Three attempts and their delays fit into it.
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    @Produces
    @ApplicationScoped
    AcmPcaClient client() {
        return AcmPcaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(calls -> calls.apiCallTimeout(CALL)
                        .apiCallAttemptTimeout(ATTEMPT)
                        .addExecutionInterceptor(new IssuanceOutcomeUnknown()))
                .build();
    }
}
