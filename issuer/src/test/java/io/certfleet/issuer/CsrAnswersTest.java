package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.HostState;
import io.certfleet.inventory.Row;
import io.certfleet.inventory.Step;
import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
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
        assertFailed("none of generate-csr for this rotation");
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
    void what_the_row_knows_or_people_were_told_of_is_no_news() {
        for (Row row : new Row[] {
            asked().with("serial", "c3"),
            asked().unexpired("c3", START),
            asked().revokedSerials("c3"),
            asked().with("toldHeld", new Serial("c3").hex())
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
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void an_event_that_is_faster_than_the_commands_id_or_the_answer_comes_back() {
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
