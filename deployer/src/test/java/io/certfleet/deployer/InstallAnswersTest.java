package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.awaiting;
import static io.certfleet.deployer.DeployerBench.installing;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Serial;
import io.certfleet.queue.FakeSqs;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.UnexpiredCertificate;
import io.certfleet.table.Update;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallAnswersTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);
    private static final String INSTALLED = "certfleet install-certificate " + ROTATION + " installed\n";
    private static final String LATER = "certfleet install-certificate " + ROTATION + " later Rate exceeded\n";

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = TestCertificate.of("a1");

    private void succeeds(String output) {
        bench.ssm.answer("c", ID, "Success", "Success", output);
    }

    private void fails(String output) {
        bench.ssm.answer("c", ID, "Failed", "Failed", output);
    }

    @Test
    void what_proved_itself_is_recorded_as_the_certificate_says() {
        bench.table.put(installing(certificate, "c")
                .with("state", "failed")
                .with("lastError", "x")
                .with("failures", 3)
                .with("retryAt", START)
                .with("triedWithoutExpiry", 1)
                .with("offlineSince", START)
                .with("notifiedOffline", 1));
        succeeds(INSTALLED);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().serial()).contains(new Serial("a1"));
        assertThat(bench.host().notBefore()).contains(START.minus(Duration.ofHours(1)));
        assertThat(bench.host().expiry()).contains(certificate.notAfter());
        assertThat(bench.host().rotatedAt()).contains(START);
        assertThat(bench.table.row(ID).get("lastRotation").s()).isEqualTo(DeployerBench.ROTATION);
        assertThat(bench.table.row(ID)).doesNotContainKey("triedWithoutExpiry");
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().failures()).isZero();
        assertThat(bench.host().retryAt()).isEmpty();
        assertThat(bench.table.row(ID)).doesNotContainKeys("lastError", "offlineSince", "notifiedOffline");
        assertThat(bench.table.row(ID).get("certificateArn").s()).isEqualTo(certificate.arn());
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void the_end_of_a_rotation_leaves_a_waiting_request_and_forgets_what_has_expired() {
        Instant anHourAgo = START.minus(Duration.ofHours(1));
        bench.table.put(installing(certificate, "c")
                .with("rotateAgain", START)
                .unexpired("b1", anHourAgo)
                .unexpired("b2", anHourAgo.plusMillis(1)));
        succeeds(INSTALLED);
        bench.handle(FINISHED);
        assertThat(bench.host().unexpired())
                .extracting(UnexpiredCertificate::serial)
                .containsExactly(new Serial("a1"), new Serial("b2"));
        assertThat(bench.host().rotateAgain()).contains(START);
    }

    @Test
    void the_certificate_of_a_row_of_the_original_stays_within_reach_of_a_revocation() {
        bench.table.put(installing(certificate, "c").with("serial", "b7").with("expiry", "2026-11-25 10:00:00"));
        succeeds(INSTALLED);
        bench.handle(FINISHED);
        assertThat(bench.host().unexpired())
                .contains(new UnexpiredCertificate(new Serial("b7"), START.plus(Duration.ofDays(1)), ""));
        bench.table.put(installing(certificate, "c").with("serial", "b7"));
        bench.handle(FINISHED);
        assertThat(bench.host().knows(new Serial("b7"))).isTrue();
    }

    @Test
    void a_copy_of_the_answer_changes_nothing_also_after_the_end() {
        bench.table.put(installing(certificate, "c"));
        succeeds(INSTALLED);
        assertThat(bench.handle(FINISHED)).isEmpty();
        var row = bench.table.row(ID);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.table.row(ID)).isEqualTo(row);
    }

    @Test
    void a_row_that_changed_meanwhile_is_read_anew() {
        bench.table.put(installing(certificate, "c"));
        bench.table.beforeNextWrite(
                () -> bench.table.put(installing(certificate, "c").unexpired("b1", START)));
        succeeds(INSTALLED);
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().knows(new Serial("b1"))).isTrue();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "1, 120", "3, 480", "4, 900", "5, 900", "40, 900"})
    void later_is_not_a_failure_but_the_next_attempt_after_a_while(int attempts, int seconds) {
        bench.table.put(installing(certificate, "c").with("rotation.attempts", attempts));
        fails(LATER + "\n----------ERROR-------\nfailed to run commands: exit status 75\n");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent())
                .containsExactly(new FakeSqs.Sent("certificate", new InstallDue(ID, ROTATION, attempts + 1), seconds));
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.rotation().paused()).isFalse();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void later_told_twice_is_one_more_attempt() {
        bench.ca.put(certificate.arn(), certificate.pem());
        bench.table.put(installing(certificate, "c"));
        fails(LATER);
        bench.handle(FINISHED);
        bench.handle(FINISHED);
        bench.queues.messages().forEach(message -> bench.handle(message));
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.rotation().attempts()).isEqualTo(1);
    }

    @Test
    void a_failure_keeps_the_issued_certificate_and_is_reported_once_although_delivered_twice() {
        bench.table.put(installing(certificate, "c"));
        fails("\n----------ERROR-------\ncertfleet: AccessDeniedException: untrusted certificate\n");
        assertThat(bench.handle(FINISHED, FINISHED)).isEmpty();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().failures()).isEqualTo(1);
        assertThat(bench.host().retryAt()).contains(START.plus(Duration.ofMinutes(15)));
        assertThat(bench.rotation().paused()).isTrue();
        assertThat(bench.rotation().certificateArn()).contains(certificate.arn());
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.topic.texts().getFirst()).contains("untrusted certificate", "installing");
    }

    @Test
    void success_without_the_scripts_word_for_this_rotation_is_a_failure() {
        bench.table.put(installing(certificate, "c"));
        succeeds("certfleet install-certificate 00000000-d9cb-469f-a165-70867728950e installed\n");
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        bench.table.put(installing(certificate, "c2"));
        bench.ssm.answer("c2", ID, "Success", "Success", LATER);
        bench.handle(new CommandFinished("c2", ID));
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
    }

    @Test
    void an_unreachable_host_is_offline_keeps_its_rotation_and_is_active_once_it_answers() {
        bench.table.put(installing(certificate, "c"));
        bench.ssm.answer("c", ID, "Failed", "Undeliverable", "");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.OFFLINE);
        assertThat(bench.rotation().certificateArn()).contains(certificate.arn());
        bench.table.inventory().write(Update.of(ID).set("rotation.commandId", "c2"));
        bench.ssm.answer("c2", ID, "Success", "Success", INSTALLED);
        bench.handle(new CommandFinished("c2", ID));
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void the_answer_of_an_older_command_is_stale() {
        bench.table.put(installing(certificate, "newer"));
        fails("x");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        bench.table.put(awaiting(certificate).with("rotation.commandId", "c"));
        assertThat(bench.handle(FINISHED)).isEmpty();
        bench.table.put(Row.of(ID));
        assertThat(bench.handle(FINISHED)).isEmpty();
        bench.table.delete(ID);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void an_event_that_is_faster_than_the_commands_id_or_the_answer_is_redelivered() {
        bench.table.put(awaiting(certificate).installing("a1", START, certificate.notAfter()));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.table.put(installing(certificate, "c"));
        assertThat(bench.handle(FINISHED)).containsExactly("0");
        bench.ssm.answer("c", ID, "InProgress", "InProgress", "");
        assertThat(bench.handle(FINISHED)).containsExactly("0");
    }

    @Test
    void noise_on_standard_error_makes_no_success_bad_and_our_words_there_make_none_good() {
        bench.table.put(installing(certificate, "c"));
        succeeds("motd\n" + INSTALLED + "bye\n----------ERROR-------\nERROR: ld.so: ignored.\n");
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        bench.table.put(installing(certificate, "c2"));
        bench.ssm.answer("c2", ID, "Success", "Success", "\n----------ERROR-------\n" + INSTALLED);
        bench.handle(new CommandFinished("c2", ID));
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.topic.texts().getFirst()).contains("not that of install-certificate");
    }

    @Test
    void a_cut_answer_is_read_in_full() {
        bench.table.put(installing(certificate, "c"));
        succeeds("noise\n---Output truncated---\n----------ERROR-------\nmore\n---Error truncated----");
        bench.ssm.answerInFull("c", ID, "noise\n".repeat(1000) + INSTALLED, "more");
        bench.handle(FINISHED);
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void a_reboot_in_the_middle_of_the_script_is_tried_again_soon_and_five_in_a_row_are_a_failure() {
        bench.table.put(installing(certificate, "c"));
        fails("document process failed unexpectedly");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.queues.sent())
                .containsExactly(new FakeSqs.Sent("certificate", new InstallDue(ID, ROTATION, 1), 20));
        assertThat(bench.rotation().paused()).isFalse();
        assertThat(bench.topic.texts()).isEmpty();
        bench.table.put(
                installing(certificate, "c").with("rotation.interruptions", 4).with("rotation.interruptedBy", "b"));
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().paused()).isTrue();
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_success_of_a_command_that_was_sent_before_the_rows_step_is_not_taken_but_the_command_sent_again() {
        bench.table.put(installing(certificate, "c"));
        bench.ssm.requestedAt(START.minus(Duration.ofMinutes(5)).minusMillis(1));
        succeeds(INSTALLED);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.queues.sent())
                .containsExactly(new FakeSqs.Sent("certificate", new InstallDue(ID, ROTATION, 1), 0));
    }

    @Test
    void an_unreachable_host_is_sent_its_certificate_again_by_a_command_that_waits_for_it() {
        bench.ca.put(certificate.arn(), certificate.pem());
        bench.table.put(installing(certificate, "c"));
        bench.ssm.answer("c", ID, "TimedOut", "DeliveryTimedOut", "");
        bench.clock.advance(Duration.ofMinutes(20));
        bench.handle(FINISHED);
        bench.handle(bench.queues.messages().getLast());
        assertThat(bench.ssm.commands().getFirst().timeoutSeconds()).isEqualTo(3600);
        assertThat(bench.rotation().commandUntil()).contains(START.plus(Duration.ofMinutes(82)));
    }
}
