package io.certfleet.deployer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.certfleet.authority.FakePrivateCa;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.LambdaBuild;
import io.certfleet.queue.LambdaEntry;
import io.certfleet.queue.QueueName;
import io.certfleet.queue.SqsRecords;
import io.certfleet.rotation.Row;
import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.RequestFailedException;

/** The service as it is built for Lambda, given the events that Lambda's event source mapping gives it. */
@QuarkusTest
@TestProfile(LambdaBuild.class)
class LambdaTest {
    @Inject
    FakeSqs sqs;

    @Inject
    FakePrivateCa ca;

    private static ValidatableResponse invoke(SqsRecords batch) {
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

    private static String issued(String serial) {
        return """
                {"version": "0", "detail-type": "ACM Private CA Certificate Issuance", "source": "aws.acm-pca",
                 "resources": ["%s", "%s"], "detail": {"result": "success"}}
                """.formatted(Row.CA, Row.arn(serial));
    }

    @Test
    void a_certificate_that_is_not_ready_is_redelivered_alone() {
        ca.refuse(
                Row.arn("b"),
                RequestFailedException.builder().message("the test's").build());
        invoke(new SqsRecords()
                        .with("m1", QueueName.CERTIFICATE, issued("a"))
                        .with("m2", QueueName.CERTIFICATE, issued("b")))
                .body("batchItemFailures.itemIdentifier", contains("m1"));
    }

    @Test
    void what_can_never_succeed_is_rejected_and_not_redelivered() {
        invoke(new SqsRecords()
                        .with("m1", QueueName.INSTALLED, "no JSON")
                        .with("m2", QueueName.INSTALLED, "{\"type\":\"verify-crl\"}"))
                .body("batchItemFailures", empty());
        assertThat(sqs.rejected()).hasSize(2).first().asString().contains("not JSON");
    }
}
