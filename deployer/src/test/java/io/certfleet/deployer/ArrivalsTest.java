package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.awaiting;
import static io.certfleet.deployer.DeployerBench.installing;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Messages;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.RequestFailedException;

class ArrivalsTest {
    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = bench.issue(TestCertificate.of("a1"));

    @Test
    void the_certificate_that_a_rotation_waits_for_is_recorded_and_sent() {
        bench.table.put(awaiting(certificate));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.INSTALLING);
        assertThat(bench.installing().certificate().serial()).isEqualTo(new Serial("a1"));
        assertThat(bench.rotation().notAfter()).contains(certificate.notAfter());
        assertThat(bench.rotation().commandId()).contains("command-1");
        assertThat(bench.host().unexpired()).hasSize(1);
        List<String> payload = bench.ssm.payload(0);
        assertThat(payload.getFirst())
                .startsWith("all chain=LS0t")
                .endsWith(" proofSpread=10 trustAnchorArn=arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/t"
                        + " validation=required");
        assertThat(payload.get(1))
                .startsWith(ID + " cacertPath=/etc/certfleet certPath=/etc/certfleet certificate=MII")
                .endsWith(
                        " csrPath=/etc/certfleet keyAlgorithm=EC_prime256v1 keyPath=/etc/certfleet owner=root profileArn="
                                + Row.PROFILE_ARN + " roleArn=" + Row.ROLE_ARN + " rotationId=" + ROTATION
                                + " signinghelperPath=/usr/local/bin");
    }

    @Test
    void an_event_that_is_faster_than_the_issuer_adopts_the_certificate_by_its_key() {
        bench.table.put(Row.of(ID)
                .rotation(ROTATION, Step.CSR_REQUESTED, START)
                .with("rotation.keyDigest", certificate.keyDigest()));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.rotation().certificateArn()).contains(certificate.arn());
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
        assertThat(bench.ssm.commands()).hasSize(1);
    }

    @Test
    void an_event_that_loses_a_race_against_the_issuer_is_redelivered_and_not_lost() {
        Row before = Row.of(ID)
                .rotation(ROTATION, Step.CSR_REQUESTED, START)
                .with("rotation.keyDigest", certificate.keyDigest());
        bench.table.put(before);
        bench.table.beforeNextWrite(() -> bench.table.put(awaiting(certificate)));
        assertThat(bench.handle(issued(certificate.arn()))).containsExactly("0");
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.host().unexpired()).hasSize(1);
    }

    @Test
    void a_doubled_event_is_one_installation_in_one_batch_and_in_two() {
        bench.table.put(awaiting(certificate));
        String event = issued(certificate.arn());
        bench.handle(event, event);
        bench.handle(event);
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_late_copy_after_the_rotation_ended_or_failed_is_known() {
        bench.table.put(Row.of(ID).active("a1", START, certificate.notAfter()));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        bench.table.put(awaiting(certificate)
                .with("rotation.step", "installing")
                .with("rotation.commandId", "c")
                .with("rotation.paused", 1));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_crash_between_the_intent_and_the_command_is_made_good_by_the_event_that_is_redelivered() {
        bench.table.put(awaiting(certificate));
        bench.ssm.fail("InternalServerError");
        assertThat(bench.handle(issued(certificate.arn()))).containsExactly("0");
        assertThat(bench.rotation().step()).isEqualTo(Step.INSTALLING);
        bench.ssm.fail("");
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.rotation().commandId()).isPresent();
    }

    @Test
    void a_certificate_that_the_ca_still_makes_is_redelivered() {
        bench.table.put(awaiting(certificate));
        assertThat(bench.handle(issued(Row.arn("a9")))).containsExactly("0");
    }

    @Test
    void an_installation_is_resumed_by_its_next_attempt_only() {
        bench.table.put(
                installing(certificate, "old").with("rotation.paused", 1).with("rotation.attempts", 1));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 3))).isEmpty();
        assertThat(bench.handle(new InstallDue(ID, "other", 2))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 2))).isEmpty();
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 2))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.rotation().paused()).isFalse();
        assertThat(bench.rotation().attempts()).isEqualTo(2);
        assertThat(bench.rotation().commandId()).contains("command-1");
        assertThat(bench.host().unexpired()).hasSize(1);
    }

    @Test
    void a_message_in_place_of_a_lost_event_installs_the_certificate() {
        bench.table.put(awaiting(certificate));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.rotation().commandId()).isPresent();
        bench.table.delete(ID);
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 2))).isEmpty();
    }

    @Test
    void two_attempts_in_one_batch_are_sent_as_the_later_one() {
        bench.table.put(awaiting(certificate));
        assertThat(bench.handle(issued(certificate.arn()), Messages.write(new InstallDue(ID, ROTATION, 1))))
                .isEmpty();
        assertThat(bench.rotation().attempts()).isEqualTo(1);
        assertThat(bench.rotation().commandId()).isPresent();
        assertThat(bench.ssm.commands()).hasSize(1);
    }

    @Test
    void a_certificate_that_the_ca_could_not_make_ends_its_rotation_when_it_is_asked_about() {
        bench.ca.refuse(Row.arn("e1"), (AcmPcaException)
                RequestFailedException.builder().message("no").build());
        bench.table.put(Row.of(ID)
                .rotation(ROTATION, Step.ISSUED, START)
                .with("rotation.keyDigest", "k")
                .with("rotation.certificateArn", Row.arn("e1")));
        assertThat(bench.handle(DeployerBench.notIssued(Row.arn("e1")), issued(Row.arn("e1"))))
                .isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().rotation()).isEmpty();
    }

    @Test
    void a_host_that_systems_manager_does_not_know_any_more_keeps_its_issued_certificate() {
        bench.table.put(awaiting(certificate));
        bench.ssm.forget(ID);
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.rotation().paused()).isTrue();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_certificate_is_judged_by_what_its_rotation_asked_for_and_not_by_todays_settings() {
        TestCertificate longer = bench.issue(
                TestCertificate.of("c1").subject("CN=" + ID + ",O=Former").until(START.plusSeconds(30 * 86_400)));
        bench.table.put(awaiting(longer)
                .with("rotation.terms.commonName", ID)
                .with("rotation.terms.organization", "Former")
                .with("rotation.terms.validity", "PT720H"));
        assertThat(bench.handle(issued(longer.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.host().revokedSerials()).isEmpty();
    }

    @Test
    void another_organization_than_was_asked_for_is_not_installed() {
        bench.table.put(awaiting(certificate)
                .with("rotation.terms.commonName", ID)
                .with("rotation.terms.organization", "Another")
                .with("rotation.terms.validity", "PT168H"));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().revokedSerials()).hasSize(1);
    }

    @Test
    void an_installation_is_not_tried_again_with_settings_that_the_row_has_no_more() {
        bench.table.put(
                installing(certificate, "old").with("rotation.paused", 1).with("rotation.overrides.owner", "web"));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        bench.table.put(installing(certificate, "old")
                .with("owner", "web")
                .with("rotation.paused", 1)
                .with("rotation.overrides.owner", "web"));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
    }
}
