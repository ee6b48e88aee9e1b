package io.certfleet.crlsync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.certfleet.queue.LambdaBuild;
import io.certfleet.queue.LambdaEntry;
import io.certfleet.queue.QueueName;
import io.certfleet.queue.SqsRecords;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rolesanywhere.model.RolesAnywhereException;

/** The service as it is built for Lambda, given the events that Lambda's event source mapping gives it. */
@QuarkusTest
@TestProfile(LambdaBuild.class)
class LambdaTest {
    private static final String VERIFY = "{\"type\":\"verify-crl\"}";

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
        deadLetters.told.clear();
    }

    private static String objectCreated(String bucket) {
        return """
                {"version": "0", "detail-type": "Object Created", "source": "aws.s3", "detail": {
                 "bucket": {"name": "%s"}, "object": {"key": "crl/%s.crl", "size": 1}, "reason": "PutObject"}}
                """.formatted(bucket, FakeAws.CA_ID);
    }

    /** Bodies of messages m1, m2 and so on. */
    private static ValidatableResponse invoke(String... bodies) {
        SqsRecords batch = new SqsRecords();
        for (int i = 0; i < bodies.length; i++) {
            batch.with("m" + (i + 1), QueueName.CRL, bodies[i]);
        }
        return given().contentType("application/json")
                .body(batch.toString())
                .post()
                .then()
                .statusCode(200);
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
        invoke(objectCreated("crls")).body("batchItemFailures", empty());
        assertThat(aws.number("imported")).isEqualTo(1);
        assertThat(deadLetters.told)
                .containsExactly("{\"type\":\"certificate-revoked\",\"v\":1,\"certificateArn\":\"" + FakeAws.CA_ARN
                        + "/certificate/40000000000000000000000000000001\",\"revokedAt\":\"2026-11-24T09:00:00Z\"}");
    }

    @Test
    void what_can_never_succeed_is_rejected_and_the_rest_is_done() {
        aws.write(aws.ca.crl(1));
        invoke(
                        "no JSON",
                        "{\"type\":\"verify-crl\",\"now\":true}",
                        objectCreated("other"),
                        "{\"type\":\"sweep\"}",
                        VERIFY)
                .body("batchItemFailures", empty());
        assertThat(deadLetters.sent)
                .extracting(sent -> sent.messageAttributes().get("messageId").stringValue())
                .containsExactly("m1", "m2", "m3", "m4");
        assertThat(deadLetters.sent)
                .allMatch(sent -> sent.queueUrl().endsWith("/crl-dlq"))
                .extracting(sent -> sent.messageAttributes().get("reason").stringValue())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("not JSON"),
                        reason -> assertThat(reason).contains("now"),
                        reason -> assertThat(reason).contains("s3://other/"),
                        reason -> assertThat(reason).contains("Sweep"));
        assertThat(aws.calls).containsExactly("ListCrls", "ImportCrl", "GetCrl");
    }

    @Test
    void only_what_may_succeed_later_is_redelivered() {
        aws.write(aws.ca.crl(1));
        aws.refusal = Optional.of((RolesAnywhereException) RolesAnywhereException.builder()
                .message("Rate exceeded")
                .statusCode(429)
                .build());
        invoke(VERIFY, "no JSON", VERIFY).body("batchItemFailures.itemIdentifier.sort()", contains("m1", "m3"));
        assertThat(aws.calls).hasSize(1);
        assertThat(deadLetters.sent).hasSize(1);
    }

    @Test
    void a_crl_that_the_ca_could_not_make_is_logged_for_the_alarm_and_is_done() {
        List<String> lines = new ArrayList<>();
        ExtHandler handler = new ExtHandler() {
            @Override
            protected void doPublish(ExtLogRecord line) {
                lines.add(new PatternFormatter("%s").format(line));
            }
        };
        Logger log = Logger.getLogger(CrlSyncHandler.class.getName());
        log.addHandler(handler);
        try {
            invoke("""
                    {"version":"0","detail-type":"ACM Private CA CRL Generation","source":"aws.acm-pca",
                     "resources":["arn:aws:acm-pca:region:account:certificate-authority/CA_ID"],
                     "detail":{"result":"failure","reason":"Failed to generate CRL. Internal failure."}}
                    """).body("batchItemFailures", empty());
        } finally {
            log.removeHandler(handler);
        }
        assertThat(lines)
                .containsExactly("CRL generation failed messageId=m1 reason=Failed to generate CRL. Internal failure.");
        assertThat(deadLetters.sent).isEmpty();
        assertThat(aws.calls).isEmpty();
    }

    @Test
    void an_object_of_another_ca_is_left_alone() {
        invoke(objectCreated("crls").replace(FakeAws.CA_ID, "another")).body("batchItemFailures", empty());
        assertThat(deadLetters.sent).isEmpty();
        assertThat(aws.calls).isEmpty();
    }
}
