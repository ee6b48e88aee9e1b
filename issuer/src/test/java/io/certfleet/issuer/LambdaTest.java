package io.certfleet.issuer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.certfleet.command.FakeSsm;
import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.message.Message;
import io.certfleet.message.Messages;
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
import java.time.Instant;
import java.util.Optional;
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

    @Inject
    FakeSsm ssm;

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
    void a_due_host_is_asked_for_a_csr_and_its_message_redelivered_if_it_cannot_be() {
        table.put(Row.of(HOST));
        SqsRecords due = new SqsRecords()
                .with(
                        "m1",
                        QueueName.ISSUE,
                        Messages.write(new Message.RenewalDue(
                                HOST,
                                "0f8fad5b-d9cb-469f-a165-70867728950e",
                                new Message.RenewalDue.Seen(Optional.empty(), "new", true, Optional.empty()),
                                new Message.RenewalDue.Cause("no certificate yet", Instant.now(), false, false),
                                0,
                                Optional.empty())));
        ssm.fail("ThrottlingException");
        invoke(due).body("batchItemFailures.itemIdentifier", contains("m1"));
        ssm.fail("");
        invoke(due).body("batchItemFailures", empty());
        assertThat(ssm.commands())
                .singleElement()
                .satisfies(command -> assertThat(command.instanceIds()).containsExactly(HOST));
    }

    @Test
    void what_can_never_succeed_is_rejected_and_not_redelivered() {
        invoke(new SqsRecords()
                        .with("m1", QueueName.CSR, "no JSON")
                        .with("m2", QueueName.CSR, "{\"type\":\"verify-crl\"}"))
                .body("batchItemFailures", empty());
        assertThat(sqs.rejected()).hasSize(2).first().asString().contains("not JSON");
    }
}
