package io.certfleet.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;

class IssuanceOutcomeUnknownTest {
    private static final int NO_ANSWER = 0;

    @Test
    void a_request_whose_every_attempt_was_refused_is_refused() {
        assertThat(isRefusal(issue(400, 400, 400))).isTrue();
    }

    @Test
    void a_refusal_after_an_attempt_that_may_have_been_heard_is_not_one() {
        assertThat(isRefusal(issue(500, 400, 400))).isFalse();
        assertThat(isRefusal(issue(NO_ANSWER, 400, 400))).isFalse();
    }

    @Test
    void what_fails_in_the_end_for_another_reason_is_not_one() {
        assertThat(isRefusal(issue(400, 400, 500))).isFalse();
        assertThat(isRefusal(issue(400, 400, NO_ANSWER))).isFalse();
        assertThat(isRefusal(AcmPcaException.builder().statusCode(408).build())).isFalse();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AwsServiceException answered && IssuanceOutcomeUnknown.isRefusal(answered);
    }

    private static Throwable issue(Integer... statuses) {
        try (AcmPcaClient client = AcmPcaClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(new Answering(new ArrayDeque<>(List.of(statuses))))
                .overrideConfiguration(calls ->
                        calls.retryStrategy(RetryMode.STANDARD).addExecutionInterceptor(new IssuanceOutcomeUnknown()))
                .build()) {
            return catchThrowable(() -> client.issueCertificate(request -> request.certificateAuthorityArn("arn")
                    .csr(SdkBytes.fromUtf8String("csr"))
                    .signingAlgorithm("SHA256WITHRSA")
                    .validity(validity -> validity.type("DAYS").value(7L))));
        }
    }

    /** Answers each attempt with the next status. */
    private record Answering(Queue<Integer> statuses) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    int status = statuses.remove();
                    if (status == NO_ANSWER) {
                        throw new IOException("connection reset");
                    }
                    return HttpExecuteResponse.builder()
                            .response(
                                    SdkHttpResponse.builder().statusCode(status).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(
                                    "{\"__type\":\"ThrottlingException\"}".getBytes(StandardCharsets.UTF_8))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
