package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.CertificateRevoked;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Messages;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

class RevokedByHandTest {
    private static final Instant REVOKED = Instant.parse("2026-11-24T09:59:50Z");

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate current = bench.issue(TestCertificate.of("a1"));
    private final TestCertificate next = bench.issue(TestCertificate.of("a2"));

    private Row active() {
        return Row.of(ID).active("a1", START, current.notAfter());
    }

    private boolean isRedelivered(TestCertificate certificate) {
        return !bench.handle(bench.revoked(certificate.arn())).isEmpty();
    }

    @Test
    void a_rotation_requested_after_the_revocation_survives_its_late_event() {
        bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.requestedAt", REVOKED.plusMillis(1))
                .with("readmittedAt", REVOKED.plusMillis(1))
                .with("rotation.certificateArn", next.arn())
                .with("rotateAgain", REVOKED.plusMillis(2)));
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().revokedAt()).contains(REVOKED);
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("a1"));
        assertThat(bench.rotation().id()).isEqualTo("r");
        assertThat(bench.host().rotateAgain()).contains(REVOKED.plusMillis(2));
        assertThat(bench.queues.sent()).isEmpty();
    }

    @Test
    void what_crl_sync_tells_in_place_of_a_lost_event_counts_as_the_event() {
        bench.table.put(active());
        assertThat(bench.handle(Messages.write(new CertificateRevoked(current.arn(), REVOKED))))
                .isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().revokedAt()).contains(REVOKED);
    }

    @Test
    void a_revoked_certificate_that_the_ca_does_not_know_is_left_alone() {
        bench.table.put(active());
        bench.ca.refuse(current.arn(), (AcmPcaException)
                ResourceNotFoundException.builder().message("unknown").build());
        assertThat(bench.handle(Messages.write(new CertificateRevoked(current.arn(), REVOKED))))
                .isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void its_own_certificate_revoked_by_hand_ends_a_requested_rotation() {
        bench.table.put(active().rotation("r", Step.ISSUED, START.minusSeconds(60))
                .with("rotation.requestedAt", REVOKED.plusMillis(1))
                .with("readmittedAt", REVOKED.plusMillis(1))
                .with("rotation.certificateArn", next.arn()));
        assertThat(isRedelivered(next)).isFalse();
        assertThat(bench.host().rotation()).isEmpty();
    }

    @Test
    void a_request_that_outlives_its_rotation_is_kept_for_the_sweep() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, REVOKED).with("rotateAgain", REVOKED.plusMillis(1)));
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().rotateAgain()).contains(REVOKED.plusMillis(1));
    }

    @Test
    void a_request_that_joins_the_rotation_meanwhile_is_not_lost() {
        Row row = active().rotation("r", Step.CSR_REQUESTED, START);
        bench.table.put(row);
        bench.table.beforeNextWrite(() -> bench.table.put(
                row.with("rotation.requestedAt", REVOKED.plusMillis(1)).with("readmittedAt", REVOKED.plusMillis(1))));
        assertThat(isRedelivered(current)).isTrue();
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.rotation().id()).isEqualTo("r");
    }

    @Test
    void the_current_certificate_revoked_by_hand_revokes_the_host_and_closes_its_rotation() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, START)
                .with("rotation.keyDigest", "k")
                .with("rotation.requestedAt", REVOKED)
                .with("rotateAgain", REVOKED)
                .with("retryAt", START));
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("a1"));
        assertThat(bench.host().retryAt()).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().rotateAgain()).isEmpty();
        assertThat(bench.host().orphanedKeys()).extracting(OrphanedKey::digest).containsExactly("k");
        assertThat(bench.queues.sent()).isEmpty();
    }

    @Test
    void the_time_is_the_ca_s_so_that_a_request_made_since_is_granted() {
        bench.table.put(active());
        isRedelivered(current);
        assertThat(bench.host().revokedAt()).contains(REVOKED);
        bench.table.put(active().with("revokedAt", START));
        isRedelivered(current);
        assertThat(bench.host().revokedAt()).contains(START);
    }

    @Test
    void the_event_told_twice_changes_nothing_more() {
        bench.table.put(active());
        isRedelivered(current);
        var row = bench.table.row(ID);
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.table.row(ID)).isEqualTo(row);
    }

    @Test
    void a_copy_after_the_host_was_given_a_new_certificate_changes_nothing() {
        bench.table.put(active());
        isRedelivered(current);
        bench.table.put(Row.of(ID).active("a2", START, next.notAfter()).revokedSerials("a1"));
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void a_late_event_of_an_older_serial_leaves_the_host_active_and_its_rotation_alone() {
        bench.table.put(Row.of(ID)
                .unexpired("a1", current.notAfter())
                .active("a2", START, next.notAfter())
                .rotation("r", Step.CSR_REQUESTED, START));
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().isUnderWay("r")).isTrue();
        assertThat(bench.host().revokedAt()).isEmpty();
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("a1"));
    }

    @Test
    void what_the_host_is_being_given_is_not_installed_any_more() {
        bench.table.put(active().rotation("r", Step.INSTALLING, START)
                .with("rotation.certificateArn", next.arn())
                .unexpired("a2", next.notAfter()));
        assertThat(isRedelivered(next)).isFalse();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().rotation()).isEmpty();
    }

    @Test
    void what_the_closed_rotation_was_issued_is_revoked_too_even_after_a_crash() {
        bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.certificateArn", next.arn())
                .unexpired("a2", next.notAfter()));
        bench.queues.fail(1);
        assertThat(isRedelivered(current)).isTrue();
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.queues.messages())
                .containsExactly(new RevocationDue(
                        ID,
                        Optional.of(new Serial("a2")),
                        false,
                        new RevocationDue.Request(RevocationReason.UNSPECIFIED, REVOKED, false, "none"),
                        List.of(new ListedCertificate(
                                new Serial("a2"), REVOKED.plus(Duration.ofDays(7)), Optional.of(next.arn()))),
                        List.of(),
                        0));
    }

    @Test
    void a_certificate_issued_in_the_same_moment_is_seen_by_the_event_that_is_redelivered() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, START).with("rotation.keyDigest", "k"));
        bench.table.beforeNextWrite(() -> bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.certificateArn", next.arn())
                .unexpired("a2", next.notAfter())));
        assertThat(isRedelivered(current)).isTrue();
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.queues.messages()).hasSize(1);
    }

    @Test
    void a_host_without_expiry_is_not_due_after_its_revocation() {
        bench.table.put(Row.of(ID).with("serial", "a1"));
        isRedelivered(current);
        assertThat(bench.host().expiry()).contains(REVOKED);
    }

    @Test
    void a_certificate_of_no_host_of_ours_changes_nothing() {
        TestCertificate foreign = bench.issue(TestCertificate.of("b1").subject("CN=web"));
        assertThat(isRedelivered(foreign)).isFalse();
        assertThat(isRedelivered(current)).isFalse();
        assertThat(bench.table.has(ID)).isFalse();
    }

    @Test
    void an_event_from_the_future_of_another_clock_does_not_move_the_revocation_there() {
        bench.clock.advance(Duration.between(DeployerBench.START, REVOKED.minusSeconds(5)));
        bench.table.put(active());
        isRedelivered(current);
        assertThat(bench.host().revokedAt()).contains(bench.clock.instant());
    }
}
