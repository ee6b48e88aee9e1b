package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CsrAnswersTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);

    private final IssuerBench bench = new IssuerBench();

    private static Row asked() {
        return Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "c");
    }

    private void assertFailed(String reason) {
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.topic.texts().getFirst()).contains(reason);
        assertThat(bench.ca.asked()).isEmpty();
    }

    @Test
    void a_script_that_fails_fails_the_attempt_with_its_last_word() {
        bench.table.put(asked());
        bench.ssm.answer("c", ID, "Failed", "Failed", "\n----------ERROR-------\ncertfleet: openssl makes no key\n");
        assertFailed("generate-csr: Failed: certfleet: openssl makes no key");
    }

    @Test
    void a_csr_for_another_host_fails_the_attempt() {
        bench.table.put(asked());
        bench.answer("c", Csrs.of("CN=mi-0123456789abcdef1", Csrs.key("EC_prime256v1")));
        assertFailed("mi-0123456789abcdef1");
    }

    @Test
    void a_key_of_another_kind_than_the_frozen_settings_fails_the_attempt() {
        bench.table.put(asked().with("keyAlgorithm", "RSA_2048"));
        bench.answer("c", Csrs.of("CN=" + ID, Csrs.key("RSA_2048")));
        assertFailed("EC_prime256v1");
    }

    @Test
    void an_answer_for_another_rotation_fails_the_attempt() {
        bench.table.put(asked());
        bench.ssm.answer(
                "c",
                ID,
                "Success",
                "Success",
                "certfleet generate-csr 00000000-d9cb-469f-a165-70867728950e\n"
                        + Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1")));
        assertFailed("not that of generate-csr for this rotation");
    }

    private void answersAndHolds(String serial) {
        bench.ssm.answer(
                "c",
                ID,
                "Success",
                "Success",
                "certfleet generate-csr " + ROTATION + " holds " + serial + "\n"
                        + Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1")));
    }

    @Test
    void a_certificate_that_the_row_does_not_know_is_told_to_the_deployer_and_the_rotation_goes_on() {
        bench.table.put(asked());
        answersAndHolds("C3");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent())
                .containsExactly(new FakeSqs.Sent("certificate", new CertificateHeld(ID, new Serial("c3")), 0));
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
    }

    @Test
    void what_the_row_knows_or_operators_were_notified_of_is_not_news() {
        for (Row row : new Row[] {
            asked().with("serial", "c3"),
            asked().unexpired("c3", START),
            asked().revokedSerials("c3"),
            asked().with("notifiedHeld", new Serial("c3").hex())
        }) {
            bench.table.put(row);
            answersAndHolds("c3");
            assertThat(bench.handle(FINISHED)).isEmpty();
            assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        }
        bench.table.put(asked());
        answersAndHolds("-");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent()).isEmpty();
    }

    @Test
    void an_unreachable_host_is_offline_and_keeps_its_rotation() {
        bench.table.put(asked());
        bench.ssm.answer("c", ID, "TimedOut", "DeliveryTimedOut", "");
        assertThat(bench.handle(FINISHED, FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.OFFLINE);
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.table.row(ID).get("lastError").s()).contains("DeliveryTimedOut", "or its answer was lost");
        assertThat(bench.topic.texts()).isEmpty();
    }

    /** The message that has the command sent again. */
    private void assertAgain(int attempt, int delaySeconds) {
        assertThat(bench.queues.sent()).last().satisfies(sent -> {
            assertThat(sent.queue()).isEqualTo("issue");
            assertThat(sent.delaySeconds()).isEqualTo(delaySeconds);
            assertThat(((RenewalDue) sent.message()).rotationId()).isEqualTo(ROTATION);
            assertThat(((RenewalDue) sent.message()).attempt()).isEqualTo(attempt);
        });
    }

    @Test
    void an_unreachable_host_is_sent_the_next_command_which_waits_for_it_an_hour() {
        bench.table.put(asked().with("rotation.commandUntil", START.plus(Duration.ofMinutes(12))));
        bench.ssm.answer("c", ID, "TimedOut", "DeliveryTimedOut", "");
        bench.pass(Duration.ofMinutes(12));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertAgain(1, 0);
        bench.handle(bench.queues.messages().getLast());
        assertThat(bench.ssm.commands())
                .singleElement()
                .satisfies(command -> assertThat(command.timeoutSeconds()).isEqualTo(3600));
        Instant now = START.plus(Duration.ofMinutes(12));
        assertThat(bench.rotation().commandUntil()).contains(now.plus(Duration.ofMinutes(62)));
        bench.ssm.answer("command-1", ID, "TimedOut", "DeliveryTimedOut", "");
        bench.pass(Duration.ofMinutes(62));
        assertThat(bench.handle(new CommandFinished("command-1", ID))).isEmpty();
        assertAgain(2, 0);
    }

    @Test
    void a_host_for_which_no_command_has_waited_is_asked_again_in_a_quarter_of_an_hour() {
        bench.table.put(asked().with("rotation.commandUntil", START.plus(Duration.ofMinutes(12))));
        bench.ssm.answer("c", ID, "Failed", "Undeliverable", "");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertAgain(1, 900);
    }

    @Test
    void noise_on_standard_error_makes_no_answer_bad() {
        bench.table.put(asked());
        bench.answer(
                "c",
                Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"))
                        + "\n----------ERROR-------\nERROR: ld.so: object 'x' cannot be preloaded: ignored.\n");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
    }

    @Test
    void an_answer_that_the_agent_has_cut_is_read_in_full() {
        bench.table.put(asked());
        String csr = Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"));
        bench.answer("c", csr.substring(0, 100) + "\n---Output truncated---\n----------ERROR-------\nnoise");
        bench.ssm.answerInFull("c", ID, "certfleet generate-csr " + ROTATION + "\n" + csr, "noise");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
    }

    @Test
    void a_script_that_was_skipped_says_that_the_node_is_not_a_linux_host() {
        bench.table.put(asked());
        bench.ssm.answer("c", ID, "Success", "Success", "Step execution skipped due to unsatisfied preconditions");
        assertFailed("generate-csr was skipped: it runs on Linux hosts only");
    }

    @Test
    void a_reboot_in_the_middle_of_the_script_is_tried_again_soon_and_nobody_is_told() {
        bench.table.put(asked());
        bench.ssm.answer("c", ID, "Failed", "Failed", "document process failed unexpectedly");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertAgain(1, 20);
        assertThat(bench.rotation().attempt().interruptions()).isEqualTo(1);
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.host().retryAt()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.table.row(ID).get("lastError").s()).contains("interrupted (1 in a row)");
    }

    @Test
    void the_fifth_interruption_in_a_row_is_a_failure_and_any_other_answer_ends_the_row() {
        bench.table.put(asked().with("rotation.interruptions", 3).with("rotation.interruptedBy", "b"));
        bench.ssm.answer("c", ID, "TimedOut", "ExecutionTimedOut", "");
        bench.handle(FINISHED);
        assertAgain(1, 900);
        bench.table.put(asked().with("rotation.interruptions", 4).with("rotation.interruptedBy", "b"));
        assertFailed("generate-csr: ExecutionTimedOut");
        bench.table.put(asked().with("rotation.interruptions", 4).with("rotation.interruptedBy", "b"));
        bench.ssm.answers("c").clear();
        bench.answer("c", Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1")));
        bench.handle(FINISHED);
        assertThat(bench.rotation().attempt().interruptions()).isZero();
    }

    @Test
    void what_systems_manager_kept_back_is_not_a_failure_of_the_host_and_does_not_make_it_offline() {
        for (String details : new String[] {"Terminated", "RateExceeded", "Cancelled"}) {
            bench.ssm.answers("c").clear();
            bench.table.put(asked().with("rotation.interruptions", 4).with("rotation.interruptedBy", "b"));
            bench.ssm.answer("c", ID, details.equals("Cancelled") ? details : "Failed", details, "");
            assertThat(bench.handle(FINISHED)).isEmpty();
            assertAgain(1, 900);
            assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        }
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void what_has_no_answer_when_its_time_is_over_is_not_asked_about_for_ever() {
        bench.table.put(asked());
        bench.pass(Duration.ofMinutes(13).minusSeconds(1));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertAgain(1, 900);
        assertThat(bench.host().state()).isEqualTo(HostState.OFFLINE);
        bench.ssm.answer("c", ID, "InProgress", "InProgress", "");
        bench.table.put(asked().with("rotation.commandUntil", START.plus(Duration.ofMinutes(62))));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.pass(Duration.ofMinutes(50));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.table.row(ID).get("lastError").s()).contains("InProgress beyond its time");
    }

    @Test
    void an_answer_to_a_command_of_before_the_rotation_counts_for_nothing() {
        bench.table.put(asked());
        bench.ssm.requestedAt(START.minus(Duration.ofMinutes(5)).minusMillis(1));
        bench.ssm.answer("c", ID, "Failed", "Failed", "x");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertAgain(1, 0);
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        bench.ssm.answers("c").clear();
        bench.ssm.requestedAt(START.minus(Duration.ofMinutes(5)));
        bench.ssm.answer("c", ID, "Failed", "Failed", "x");
        assertFailed("generate-csr: Failed: x");
    }

    @Test
    void an_event_that_is_faster_than_the_commands_id_or_the_answer_is_redelivered() {
        bench.table.put(Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.table.put(asked());
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.ssm.answer("c", ID, "InProgress", "InProgress", "");
        assertThat(bench.handle(FINISHED)).containsExactly("0");
    }

    @Test
    void the_answer_of_an_older_command_or_rotation_is_stale() {
        bench.ssm.answer("c", ID, "Failed", "Failed", "x");
        bench.table.put(asked().with("rotation.commandId", "newer"));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        bench.table.put(asked().with("rotation.step", "issued"));
        assertThat(bench.handle(FINISHED)).isEmpty();
        bench.table.put(Row.of(ID));
        assertThat(bench.handle(FINISHED)).isEmpty();
        bench.table.delete(ID);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void one_read_serves_all_hosts_of_a_command_and_one_hosts_trouble_is_its_own() {
        String other = "mi-0123456789abcdef1";
        bench.table.put(asked());
        bench.table.put(
                Row.of(other).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.commandId", "c"));
        bench.answer("c", Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1")));
        assertThat(bench.handle(FINISHED, new CommandFinished("c", other))).containsExactly("1");
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
    }
}
