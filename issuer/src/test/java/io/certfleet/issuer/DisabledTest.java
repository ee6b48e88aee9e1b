package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.acmpca.model.MalformedCsrException;

/** A host that is not enabled is asked for nothing, nothing is signed for it, and nothing is recorded as failed. */
class DisabledTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);
    private static final String CSR = Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"));

    private final IssuerBench bench = new IssuerBench();

    @AfterEach
    void nobody_is_told() {
        assertThat(bench.topic.texts()).isEmpty();
    }

    private static Row asked() {
        return Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "c");
    }

    private static Row off(Row row) {
        return row.with("enabled", "false");
    }

    private void nothingIsRecorded() {
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.table.row(ID)).doesNotContainKeys("lastError", "failures", "retryAt", "offlineSince");
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }

    @Test
    void its_csr_is_not_signed_until_it_is_enabled_again() {
        bench.table.put(off(asked()));
        bench.answer("c", CSR);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.asked()).isEmpty();
        assertThat(bench.rotation().keyDigest()).isEmpty();
        nothingIsRecorded();
        bench.table.put(asked());
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.ca.asked()).hasSize(1);
    }

    @Test
    void one_that_is_disabled_while_its_answer_is_read_is_decided_anew() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.table.beforeNextWrite(() -> bench.table.put(off(asked())));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.ca.asked()).isEmpty();
    }

    @Test
    void a_refusal_of_the_ca_is_not_recorded_and_its_intent_is_taken_back() {
        bench.table.put(asked());
        bench.answer("c", CSR);
        bench.ca.failOnce(MalformedCsrException.builder()
                .message("malformed")
                .statusCode(400)
                .build());
        bench.ca.beforeNextIssue(() -> bench.table.put(off(new Row(bench.table.row(ID)))));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().keyDigest()).isEmpty();
        nothingIsRecorded();
    }

    @ParameterizedTest
    @CsvSource({"Failed,Failed", "TimedOut,Delivery Timed Out", "TimedOut,Execution Timed Out", "Success,Success"})
    void no_answer_is_taken_for_a_failure(String status, String details) {
        bench.table.put(off(asked()));
        bench.ssm.answer("c", ID, status, details, "nonsense");
        assertThat(bench.handle(FINISHED)).isEmpty();
        nothingIsRecorded();
    }

    @Test
    void one_that_is_disabled_while_it_is_claimed_is_not_asked() {
        bench.table.put(Row.of(ID));
        bench.table.beforeNextWrite(() -> bench.table.put(off(Row.of(ID))));
        bench.handle(new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.empty(), "new", false, Optional.empty()),
                new RenewalDue.Cause("due", START, false, false),
                0,
                Optional.empty()));
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
    }
}
