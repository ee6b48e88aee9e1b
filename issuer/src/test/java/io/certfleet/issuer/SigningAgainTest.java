package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.authority.Idempotency;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.rotation.KeyAlgorithm;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;

class SigningAgainTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);
    private static final String CSR = Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"));

    private final AcmPcaException away =
            (AcmPcaException) AcmPcaException.builder().message("away").build();
    private final AcmPcaException throttled = (AcmPcaException)
            AcmPcaException.builder().statusCode(400).message("Rate exceeded").build();

    private final IssuerBench bench = new IssuerBench();

    private static Row asked() {
        return Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "c");
    }

    private static Row intended() throws Exception {
        return asked().with(
                        "rotation.keyDigest",
                        CertificateSigningRequest.of(CSR, ID, KeyAlgorithm.EC_PRIME256V1)
                                .keyDigest());
    }

    @BeforeEach
    void answered() {
        bench.table.put(asked());
        bench.answer("c", CSR);
    }

    @Test
    void the_window_is_measured_when_the_ca_is_asked_not_when_the_batch_began() throws Exception {
        String slow = "mi-0123456789abcdef1";
        bench.table.put(Row.of(slow)
                .rotation("1f8fad5b-d9cb-469f-a165-70867728950e", Step.CSR_REQUESTED, START)
                .with("rotation.commandId", "d"));
        bench.ssm.answer(
                "d",
                slow,
                "Success",
                "Success",
                "certfleet generate-csr 1f8fad5b-d9cb-469f-a165-70867728950e\n"
                        + Csrs.of("CN=" + slow, Csrs.key("EC_prime256v1")));
        bench.table.put(intended());
        bench.pass(Duration.ofSeconds(239));
        bench.ca.afterIssue(() -> bench.pass(Duration.ofSeconds(90)));
        assertThat(bench.handle(new CommandFinished("d", slow), FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).hasSize(1);
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
    }

    @Test
    void an_intent_bears_the_time_at_which_it_was_written() {
        bench.table.beforeNextWrite(() -> {
            throw new IllegalStateException("redelivered");
        });
        bench.handle(FINISHED);
        bench.pass(Duration.ofHours(1));
        bench.handle(FINISHED);
        assertThat(bench.host().unexpired().getFirst().notAfter())
                .isEqualTo(bench.clock.instant().plus(Duration.ofDays(7)));
    }

    @Test
    void a_refusal_has_issued_nothing_and_is_asked_again_however_late() {
        for (int times = 0; times < 3; times++) {
            bench.ca.failOnce(throttled);
            assertThat(bench.handle(FINISHED)).containsExactly("0");
            assertThat(bench.rotation().awaitsAdoption()).isFalse();
            bench.pass(Duration.ofSeconds(185));
        }
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).hasSize(1);
        assertThat(bench.rotation().certificateArn()).contains(bench.ca.issued().getFirst());
    }

    @Test
    void a_ca_that_refuses_for_long_is_left_to_the_sweep_and_the_row_says_why() {
        bench.ca.failOnce(throttled);
        assertThat(bench.handle(Signing.PATIENCE - 1, FINISHED)).containsExactly("0");
        assertThat(bench.table.row(ID)).doesNotContainKey("lastError");
        bench.ca.failOnce(throttled);
        assertThat(bench.handle(Signing.PATIENCE, FINISHED)).isEmpty();
        assertThat(bench.table.row(ID).get("lastError").s()).isEqualTo("the CA refuses: Rate exceeded");
        assertThat(bench.rotation().attempt().heldUpAt()).contains(START);
        assertThat(bench.rotation().awaitsAdoption()).isFalse();
        assertThat(bench.topic.subjects()).isEmpty();
        assertThat(bench.queues.rejected()).isEmpty();
        // What the sweep sends once the CA is cured.
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).hasSize(1);
        assertThat(bench.rotation().attempt().heldUpAt()).isEmpty();
    }

    @Test
    void a_refusal_after_a_request_in_doubt_takes_nothing_back() {
        bench.ca.failOnce(away);
        bench.handle(FINISHED);
        bench.ca.failOnce(throttled);
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
        bench.pass(Idempotency.REPEATABLE.plusSeconds(1));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).isEmpty();
    }

    @Test
    void an_intent_of_unknown_requests_is_not_taken_back() throws Exception {
        bench.table.put(intended());
        bench.ca.failOnce(throttled);
        bench.handle(FINISHED);
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
    }

    @Test
    void a_refusal_takes_nothing_back_while_a_copy_of_the_message_asks_too() {
        bench.ca.beforeNextIssue(() -> {
            bench.ca.failOnce(away);
            assertThat(bench.handle(FINISHED)).containsExactly("0");
            bench.ca.failOnce(throttled);
        });
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.rotation().awaitsAdoption()).isTrue();
        assertThat(bench.ca.asked()).hasSize(2);
    }

    @Test
    void a_certificate_that_a_copy_was_granted_stays() {
        bench.ca.beforeNextIssue(() -> {
            assertThat(bench.handle(FINISHED)).isEmpty();
            bench.ca.failOnce(throttled);
        });
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        assertThat(bench.rotation().keyDigest()).isPresent();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.issued()).hasSize(1);
    }

    @Test
    void nobody_asks_upon_an_intent_that_is_being_taken_back() throws Exception {
        bench.table.put(intended().with("rotation.issueRequestId", "another's"));
        bench.table.beforeNextWrite(() -> bench.table.put(asked()));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.ca.asked()).isEmpty();
    }
}
