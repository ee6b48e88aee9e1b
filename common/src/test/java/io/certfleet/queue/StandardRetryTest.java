package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

class StandardRetryTest {

    @AfterEach
    void forget() {
        System.clearProperty(SdkSystemSetting.AWS_RETRY_MODE.property());
    }

    @Test
    void a_client_made_after_the_start_tries_three_times() {
        new StandardRetry().choose(new StartupEvent());

        assertThat(attempts()).isEqualTo(3);
    }

    @Test
    void a_mode_that_was_asked_for_stays() {
        System.setProperty(SdkSystemSetting.AWS_RETRY_MODE.property(), "legacy");

        new StandardRetry().choose(new StartupEvent());

        assertThat(attempts()).isNotEqualTo(3);
    }

    private static int attempts() {
        try (SqsClient client = SqsClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            return client.serviceClientConfiguration()
                    .overrideConfiguration()
                    .retryStrategy()
                    .map(RetryStrategy::maxAttempts)
                    .orElseThrow();
        }
    }
}
