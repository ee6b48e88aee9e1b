package io.certfleet.checker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as it is built for Lambda, given the events that Lambda's event source mapping gives it. */
@QuarkusTest
@TestProfile(LambdaBuild.class)
class LambdaTest {
    private static final String HOST = "mi-0123456789abcdef0";

    @Inject
    FakeSqs sqs;

    @Inject
    FakeDynamoDb table;

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

    @Test
    void a_sweep_sends_a_due_host_on_and_one_that_could_not_is_redelivered() {
        table.put(Row.of(HOST));
        sqs.fail(1);
        SqsRecords sweep = new SqsRecords().with("m1", QueueName.CHECK, "{\"type\":\"sweep\"}");
        invoke(sweep).body("batchItemFailures.itemIdentifier", contains("m1"));
        assertThat(sqs.sent()).isEmpty();
        invoke(sweep).body("batchItemFailures", empty());
        assertThat(sqs.messages())
                .filteredOn(Message.RenewalDue.class::isInstance)
                .hasSize(1);
    }

    @Test
    void what_can_never_succeed_is_rejected_and_not_redelivered() {
        invoke(new SqsRecords()
                        .with("m1", QueueName.CHECK, "no JSON")
                        .with("m2", QueueName.CHECK, "{\"type\":\"verify-crl\"}"))
                .body("batchItemFailures", empty());
        assertThat(sqs.rejected()).hasSize(2).first().asString().contains("not JSON");
    }

    @Test
    void what_was_rejected_before_is_rejected_again() {
        table.put(Row.of(HOST));
        invoke(new SqsRecords()
                        .with(
                                "m1",
                                QueueName.CHECK,
                                "{\"type\":\"sweep\"}",
                                Map.of("rejectedFrom", "check", "reason", "not enabled")))
                .body("batchItemFailures", empty());
        assertThat(sqs.rejected()).last().asString().contains("send it anew", "not enabled");
    }
}
