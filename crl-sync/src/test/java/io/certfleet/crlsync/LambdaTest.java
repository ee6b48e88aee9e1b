package io.certfleet.crlsync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.certfleet.queue.LambdaEntry;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;

/** The service as it is built for Lambda, given the events that Lambda's event source mapping gives it. */
@QuarkusTest
@TestProfile(LambdaProfile.class)
class LambdaTest {
    private static final String VERIFY = "{\\\"type\\\":\\\"verify-crl\\\"}";

    @Inject
    FakeAws aws;

    @Inject
    FakeDeadLetterQueue deadLetters;

    @BeforeEach
    void nothing_has_happened() {
        aws.objects.clear();
        aws.crls.clear();
        aws.calls.clear();
        aws.alarms.clear();
        aws.refusal = Optional.empty();
        deadLetters.sent.clear();
    }

    /** A record as the Lambda guide prints it ("Using Lambda with Amazon SQS"). */
    private static String message(String id, String body) {
        return """
                {
                  "messageId": "%s",
                  "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
                  "body": "%s",
                  "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": "1545082649183",
                    "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                    "ApproximateFirstReceiveTimestamp": "1545082649185"
                  },
                  "messageAttributes": {},
                  "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:us-east-1:111122223333:certfleet-crl",
                  "awsRegion": "us-east-1"
                }""".formatted(id, body);
    }

    private static String objectCreated(String bucket) {
        return "{\\\"version\\\":\\\"0\\\",\\\"detail-type\\\":\\\"Object Created\\\",\\\"source\\\":\\\"aws.s3\\\","
                + "\\\"detail\\\":{\\\"bucket\\\":{\\\"name\\\":\\\"" + bucket
                + "\\\"},\\\"object\\\":{\\\"key\\\":\\\"crl/"
                + FakeAws.CA_ID + ".crl\\\",\\\"size\\\":1},\\\"reason\\\":\\\"PutObject\\\"}}";
    }

    private static ValidatableResponse invoke(String... messages) {
        return given().contentType("application/json")
                .body("{\"Records\": [" + String.join(",", messages) + "]}")
                .post()
                .then();
    }

    @Test
    void the_lambda_build_has_the_lambda_entry_and_no_poller() {
        assertThat(Arc.container().instance(LambdaEntry.class).isAvailable()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("poll-"));
    }

    @Test
    void an_event_brings_the_crl_in() {
        aws.write(aws.ca.crl(1));
        invoke(message("m1", objectCreated("crls"))).statusCode(200).body("batchItemFailures", empty());
        assertThat(aws.number("imported")).isEqualTo(1);
    }

    @Test
    void what_can_never_succeed_is_rejected_and_the_rest_is_done() {
        aws.write(aws.ca.crl(1));
        invoke(
                        message("m1", "no JSON"),
                        message("m2", "{\\\"type\\\":\\\"verify-crl\\\",\\\"now\\\":true}"),
                        message("m3", objectCreated("other")),
                        message("m4", "{\\\"type\\\":\\\"sweep\\\"}"),
                        message("m5", VERIFY))
                .statusCode(200)
                .body("batchItemFailures", empty());
        assertThat(deadLetters.sent)
                .extracting(sent -> sent.messageAttributes().get("messageId").stringValue())
                .containsExactly("m1", "m2", "m3", "m4");
        assertThat(deadLetters.sent)
                .allMatch(sent -> sent.queueUrl().endsWith("/certfleet-crl-dlq"))
                .extracting(sent -> sent.messageAttributes().get("reason").stringValue())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("not JSON"),
                        reason -> assertThat(reason).contains("now"),
                        reason -> assertThat(reason).contains("s3://other/"),
                        reason -> assertThat(reason).contains("Sweep"));
        assertThat(aws.calls).containsExactly("ListCrls", "ImportCrl", "GetCrl");
    }

    @Test
    void only_what_may_succeed_later_comes_back() {
        aws.write(aws.ca.crl(1));
        aws.refusal = Optional.of((RolesAnywhereException) RolesAnywhereException.builder()
                .message("Rate exceeded")
                .statusCode(429)
                .build());
        invoke(message("m1", VERIFY), message("m2", "no JSON"), message("m3", VERIFY))
                .statusCode(200)
                .body("batchItemFailures.itemIdentifier.sort()", contains("m1", "m3"));
        assertThat(aws.calls).hasSize(1);
        assertThat(deadLetters.sent).hasSize(1);
    }

    @Test
    void an_object_of_another_ca_is_left_alone() {
        invoke(message("m1", objectCreated("crls").replace(FakeAws.CA_ID, "another")))
                .body("batchItemFailures", empty());
        assertThat(deadLetters.sent).isEmpty();
        assertThat(aws.calls).isEmpty();
    }
}
