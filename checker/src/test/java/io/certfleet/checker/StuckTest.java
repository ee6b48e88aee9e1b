package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StuckTest {
    private static final Duration ALLOWED = Duration.ofMinutes(22);
    private static final Duration LIFE = Duration.ofDays(7);

    private final Due due = new Due(
            TestPolicy.DEFAULT, new StepTimeout(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10)));

    @Test
    void a_lost_csr_event_is_made_good_when_the_allowance_is_over() {
        Host host = at(Rows.rotation(Step.CSR_REQUESTED, 0, true, false, false), HostState.NEW);
        assertThat(decide(host, ALLOWED.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(host, ALLOWED))
                .isEqualTo(new Decision.Resume(
                        "the host's answer has no event",
                        QueueName.CSR,
                        new Message.CommandFinished("command-1", Rows.HOST)));
    }

    @Test
    void what_aws_refused_is_asked_for_again_by_the_next_sweep_however_soon() {
        Rotation waits = Rows.rotation(Step.CSR_REQUESTED, 3, true, false, false);
        assertThat(decide(at(waits, HostState.NEW), Duration.ofMinutes(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(at(Rows.heldUp(waits), HostState.NEW), Duration.ofMinutes(1)))
                .isEqualTo(new Decision.Resume(
                        "the host's answer has no event",
                        QueueName.CSR,
                        new Message.CommandFinished("command-1", Rows.HOST)));
        Rotation unsent = Rows.rotation(Step.INSTALLING, 0, false, false, false);
        assertThat(decide(at(unsent, HostState.NEW), Duration.ofMinutes(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(at(Rows.heldUp(unsent), HostState.NEW), Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        Decision.Resume.class,
                        resume -> assertThat(resume.message()).isInstanceOf(Message.InstallDue.class));
    }

    @Test
    void the_allowance_doubles_with_every_attempt_up_to_an_hour_and_is_never_shorter_than_one_delivery() {
        Host second = at(Rows.rotation(Step.CSR_REQUESTED, 1, true, false, false), HostState.NEW);
        assertThat(decide(second, ALLOWED.multipliedBy(2).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(second, ALLOWED.multipliedBy(2))).isInstanceOf(Decision.Resume.class);
        Host many = at(Rows.rotation(Step.CSR_REQUESTED, 99, true, false, false), HostState.NEW);
        assertThat(decide(many, Duration.ofHours(1).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(many, Duration.ofHours(1))).isInstanceOf(Decision.Resume.class);
        StepTimeout slow = new StepTimeout(Duration.ofHours(5), Duration.ofMinutes(2), Duration.ofMinutes(10));
        assertThat(slow.of(Step.INSTALLING, 99)).isEqualTo(Duration.ofMinutes(312));
    }

    @Test
    void a_command_that_waits_for_an_offline_host_is_followed_by_the_next_when_its_time_is_over() {
        Duration time = Duration.ofMinutes(62);
        for (Step step : new Step[] {Step.CSR_REQUESTED, Step.INSTALLING}) {
            Host host = at(
                    Rows.sent(Rows.rotation(step, 40, true, false, false), Optional.of(Rows.START.plus(time))),
                    HostState.OFFLINE);
            assertThat(decide(host, time.minusSeconds(1))).isEqualTo(new Decision.Leave("waits for the host"));
            assertThat(((Decision.Resume) decide(host, time)).reason()).isEqualTo("the command is sent again");
        }
    }

    @Test
    void an_offline_host_whose_command_was_refused_is_tried_again_after_one_allowance_however_often_it_was_tried() {
        Host host = at(Rows.rotation(Step.CSR_REQUESTED, 40, false, false, false), HostState.OFFLINE);
        assertThat(decide(host, ALLOWED.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(host, ALLOWED)).isInstanceOf(Decision.Resume.class);
    }

    @Test
    void a_command_that_may_still_be_delivered_is_not_overdue() {
        Duration time = Duration.ofMinutes(62);
        Host host = at(
                Rows.sent(Rows.rotation(Step.INSTALLING, 0, true, true, false), Optional.of(Rows.START.plus(time))),
                HostState.ACTIVE);
        Duration overdue = time.plusMinutes(10);
        assertThat(decide(host, overdue.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Resume) decide(host, overdue)).queue()).isEqualTo(QueueName.INSTALLED);
    }

    @Test
    void an_installation_whose_answer_would_be_hours_old_is_sent_again_instead_of_read() {
        Host host = at(Rows.rotation(Step.INSTALLING, 0, true, true, false), HostState.ACTIVE);
        Duration old = ALLOWED.plusHours(2);
        assertThat(((Decision.Resume) decide(host, old.minusSeconds(1))).queue())
                .isEqualTo(QueueName.INSTALLED);
        assertThat(((Decision.Resume) decide(host, old)).message())
                .isEqualTo(new Message.InstallDue(Rows.HOST, "rotation-1", 1));
    }

    @Test
    void a_command_that_was_never_recorded_or_never_arrived_is_sent_again_as_the_next_attempt() {
        for (Host host : new Host[] {
            at(Rows.rotation(Step.CSR_REQUESTED, 0, false, false, false), HostState.NEW),
            at(Rows.rotation(Step.CSR_REQUESTED, 0, true, false, false), HostState.OFFLINE)
        }) {
            Decision.Resume resume = (Decision.Resume) decide(host, ALLOWED);
            assertThat(resume.queue()).isEqualTo(QueueName.ISSUE);
            assertThat(resume.message()).isInstanceOfSatisfying(Message.RenewalDue.class, renewal -> {
                assertThat(renewal.rotationId()).isEqualTo("rotation-1");
                assertThat(renewal.attempt()).isEqualTo(1);
            });
        }
    }

    @Test
    void a_certificate_that_may_have_been_issued_is_never_asked_for_again_but_closed_as_lost() {
        // 4 minutes in which the issuer may ask again, and the age of a queue.
        Duration adoption = Duration.ofMinutes(14);
        for (int attempts : new int[] {0, 9}) {
            Host host = at(Rows.rotation(Step.CSR_REQUESTED, attempts, true, true, false), HostState.NEW);
            assertThat(decide(host, adoption.minusSeconds(1))).isEqualTo(new Decision.Leave("waits for the CA"));
            assertThat(((Decision.Renew) decide(host, adoption)).closes()).contains("rotation-1");
        }
    }

    @Test
    void a_host_that_answered_late_is_not_closed_while_the_ca_works() {
        Duration late = LIFE.dividedBy(2);
        Rotation rotation = Rows.rotation(Step.CSR_REQUESTED, 3, true, true, false, Rows.START.plus(late));
        assertThat(decide(at(rotation, HostState.NEW), late.plusSeconds(1))).isInstanceOf(Decision.Leave.class);
    }

    @Test
    void what_replaces_a_rotation_is_not_a_request_of_its_own() {
        Rotation lost = Rows.rotation(Step.CSR_REQUESTED, 0, true, true, false);
        assertThat(((Decision.Renew) decide(at(lost, HostState.REVOKED), ALLOWED)).forced())
                .isFalse();
        assertThat(((Decision.Renew) decide(at(lost, HostState.ACTIVE), ALLOWED)).forced())
                .isFalse();
    }

    @Test
    void an_issued_certificate_that_nothing_brings_is_replaced_after_a_third_of_its_life() {
        Host host = at(Rows.rotation(Step.ISSUED, 0, true, true, false), HostState.NEW);
        assertThat(decide(host, LIFE.dividedBy(3).minusSeconds(1))).isInstanceOf(Decision.Resume.class);
        assertThat(((Decision.Renew) decide(host, LIFE.dividedBy(3))).closes()).contains("rotation-1");
    }

    @Test
    void an_installation_in_time_is_left_even_when_a_third_of_the_life_is_gone() {
        Duration third = LIFE.dividedBy(3);
        Rotation rotation = Rows.rotation(Step.INSTALLING, 0, true, true, false, Rows.START.plus(third));
        Host host = at(rotation, HostState.ACTIVE);
        assertThat(decide(host, third.plus(ALLOWED).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Renew) decide(host, third.plus(ALLOWED))).closes())
                .contains("rotation-1");
    }

    @Test
    void attempts_that_were_deferred_keep_no_worn_certificate_alive() {
        Duration third = LIFE.dividedBy(3);
        Rotation rotation = Rows.rotation(Step.INSTALLING, 200, true, true, false, Rows.START.plus(third));
        Host host = at(rotation, HostState.ACTIVE);
        assertThat(decide(host, third.plus(ALLOWED).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Renew) decide(host, third.plus(ALLOWED))).closes())
                .contains("rotation-1");
    }

    @Test
    void an_installation_whose_command_was_never_recorded_is_sent_again() {
        Host host = at(Rows.rotation(Step.INSTALLING, 2, false, true, false), HostState.ACTIVE);
        assertThat(decide(host, Duration.ofHours(1).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Resume) decide(host, Duration.ofHours(1))).message())
                .isEqualTo(new Message.InstallDue(Rows.HOST, "rotation-1", 3));
    }

    @Test
    void a_rotation_without_a_certificate_is_begun_anew_after_a_quarter_of_the_life() {
        Host host = at(Rows.rotation(Step.CSR_REQUESTED, 9, true, false, false), HostState.OFFLINE);
        Duration quarter = LIFE.dividedBy(4);
        assertThat(decide(host, quarter.minusSeconds(1))).isInstanceOf(Decision.Resume.class);
        assertThat(((Decision.Renew) decide(host, quarter)).closes()).contains("rotation-1");
    }

    @Test
    void a_lost_issuance_event_is_made_good_after_the_age_of_a_queue() {
        Host host = at(Rows.rotation(Step.ISSUED, 0, true, true, false), HostState.NEW);
        assertThat(decide(host, Duration.ofMinutes(10).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(decide(host, Duration.ofMinutes(10)))
                .isEqualTo(new Decision.Resume(
                        "the certificate has no event",
                        QueueName.CERTIFICATE,
                        new Message.InstallDue(Rows.HOST, "rotation-1", 1)));
    }

    @Test
    void an_issued_certificate_is_tried_again_after_the_back_off_until_a_third_of_its_life_is_gone() {
        Rotation paused = Rows.rotation(Step.INSTALLING, 0, true, true, true);
        Host host = Rows.host(row -> {
            row.state = HostState.FAILED;
            row.retryAt = Optional.of(Rows.START.plusSeconds(900));
            row.rotation = Optional.of(paused);
        });
        Duration third = LIFE.dividedBy(3);
        assertThat(decide(host, Duration.ofMinutes(15).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Resume) decide(host, Duration.ofMinutes(15))).message())
                .isEqualTo(new Message.InstallDue(Rows.HOST, "rotation-1", 1));
        assertThat(decide(host, third.minusSeconds(1))).isInstanceOf(Decision.Resume.class);
        assertThat(((Decision.Renew) decide(host, third)).closes()).contains("rotation-1");
    }

    @Test
    void a_request_for_which_an_issued_certificate_was_tried_in_vain_is_carried_out_at_once() {
        Host host = Rows.host(row -> {
            row.state = HostState.FAILED;
            row.retryAt = Optional.of(Rows.START.plusSeconds(900));
            row.rotateAgain = Optional.of(Rows.START.minusSeconds(1));
            row.rotation = Optional.of(Rows.rotation(Step.INSTALLING, 0, true, true, true));
        });
        assertThat(((Decision.Renew) decide(host, Duration.ofSeconds(1))).closes())
                .contains("rotation-1");
    }

    @Test
    void a_request_that_waits_for_an_issued_certificate_which_failed_again_is_carried_out_after_the_back_off() {
        Host host = Rows.host(row -> {
            row.state = HostState.FAILED;
            row.retryAt = Optional.of(Rows.START.plusSeconds(900));
            row.rotateAgain = Optional.of(Rows.START.plusSeconds(60));
            row.rotation = Optional.of(Rows.rotation(Step.INSTALLING, 0, true, true, true));
        });
        assertThat(decide(host, Duration.ofMinutes(15).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Renew) decide(host, Duration.ofMinutes(15))).closes())
                .contains("rotation-1");
    }

    @Test
    void a_lost_installed_event_is_made_good_and_an_unreachable_host_is_sent_its_certificate_again() {
        Rotation rotation = Rows.rotation(Step.INSTALLING, 0, true, true, false);
        assertThat(decide(at(rotation, HostState.ACTIVE), ALLOWED.minusSeconds(1)))
                .isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Resume) decide(at(rotation, HostState.ACTIVE), ALLOWED)).message())
                .isEqualTo(new Message.CommandFinished("command-1", Rows.HOST));
        assertThat(((Decision.Resume) decide(at(rotation, HostState.OFFLINE), ALLOWED)).message())
                .isEqualTo(new Message.InstallDue(Rows.HOST, "rotation-1", 1));
    }

    private static Host at(Rotation rotation, HostState state) {
        return Rows.host(row -> {
            row.state = state;
            row.rotation = Optional.of(rotation);
        });
    }

    private Decision decide(Host host, Duration after) {
        Instant now = Rows.START.plus(after);
        return due.decide(host, now);
    }

    @Test
    void the_next_attempt_has_the_settings_that_the_row_has_now() {
        Row paused = Row.of(Rows.HOST)
                .rotation("rotation-1", Step.INSTALLING, Rows.START)
                .with("rotation.overrides.roleArn", "arn:aws:iam::1:role/typo")
                .with("rotation.paused", 1)
                .with("retryAt", Rows.START.plus(ALLOWED));
        assertThat(decide(paused.host(), ALLOWED.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Renew) decide(paused.host(), ALLOWED)).closes()).contains("rotation-1");
        assertThat(decide(paused.with("roleArn", "arn:aws:iam::1:role/typo").host(), ALLOWED))
                .isInstanceOf(Decision.Resume.class);
        // So it is with a host that is asked again, or defers installation.
        Row asked = Row.of(Rows.HOST)
                .rotation("rotation-1", Step.CSR_REQUESTED, Rows.START)
                .with("owner", "web")
                .with("rotation.overrides", AttributeValue.fromM(Map.of()));
        assertThat(((Decision.Renew) decide(asked.host(), ALLOWED)).closes()).contains("rotation-1");
        Row later = paused.without("roleArn")
                .with("rotation.paused", 0)
                .with("rotation.commandId", "c")
                .with("rotation.attempts", 9);
        assertThat(decide(later.host(), ALLOWED.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(((Decision.Renew) decide(later.host(), ALLOWED)).closes()).contains("rotation-1");
    }

    @Test
    void a_rotation_is_as_old_as_the_life_that_it_was_begun_with_allows() {
        Row asked = Row.of(Rows.HOST)
                .rotation("rotation-1", Step.CSR_REQUESTED, Rows.START)
                .with("rotation.terms.commonName", Rows.HOST)
                .with("rotation.terms.validity", "PT24H");
        assertThat(decide(asked.host(), Duration.ofHours(6).minusSeconds(1))).isInstanceOf(Decision.Resume.class);
        assertThat(decide(asked.host(), Duration.ofHours(6))).isInstanceOf(Decision.Renew.class);
    }
}
