package io.certfleet.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;

class PrivateCaClientTest {

    @AfterEach
    void forget() {
        System.clearProperty(SdkSystemSetting.AWS_REGION.property());
    }

    @Test
    void a_call_with_its_retries_takes_less_than_the_minute_that_the_idempotency_token_has_left() {
        System.setProperty(SdkSystemSetting.AWS_REGION.property(), "us-east-1");
        try (AcmPcaClient client = new PrivateCaClient().client()) {
            ClientOverrideConfiguration calls =
                    client.serviceClientConfiguration().overrideConfiguration();
            Duration call = calls.apiCallTimeout().orElseThrow();
            Duration attempt = calls.apiCallAttemptTimeout().orElseThrow();
            assertThat(call).isLessThan(Duration.ofMinutes(1));
            assertThat(attempt.multipliedBy(3)).isLessThan(call);
            assertThat(calls.executionInterceptors()).hasAtLeastOneElementOfType(IssuanceOutcomeUnknown.class);
        }
    }
}
