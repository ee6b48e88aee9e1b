package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Nothing is done for a host that is revoked, whatever its row says by now. */
class RevokedHostsTest {
    private static final Instant REVOKED = Instant.parse("2026-11-24T09:59:50Z");

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate current = bench.issue(TestCertificate.of("a1"));
    private final TestCertificate next = bench.issue(TestCertificate.of("a2"));

    private void revokedByHand() {
        assertThat(bench.handle(bench.revoked(current.arn()))).isEmpty();
    }

    private RevocationRecord record() {
        return new Revocations(bench.table.inventory()).find(ID).orElseThrow();
    }

    private List<RevocationDue> revocations() {
        return bench.queues.messages().stream().map(RevocationDue.class::cast).toList();
    }

    @Test
    void a_host_revoked_by_hand_is_kept_out_when_its_row_is_put_again() {
        bench.table.put(Row.of(ID).active("a1", START, current.notAfter()));
        revokedByHand();
        assertThat(record().bars(START)).isTrue();
        assertThat(record().known().revoked(new Serial("a1")).orElseThrow().toldAt())
                .contains(REVOKED);
        bench.table.put(Row.of(ID));
        revokedByHand();
        assertThat(record().revokedAt()).contains(REVOKED);
        assertThat(record().bars(START)).isTrue();
    }

    @Test
    void a_certificate_revoked_by_hand_after_its_row_was_deleted_keeps_the_host_out() {
        revokedByHand();
        assertThat(record().bars(START)).isTrue();
        assertThat(bench.table.has(ID)).isFalse();
    }

    @Test
    void an_older_certificate_revoked_by_hand_keeps_nobody_out() {
        bench.table.put(Row.of(ID).unexpired("a1", current.notAfter()).active("a2", START, next.notAfter()));
        revokedByHand();
        assertThat(record().bars(START)).isFalse();
        assertThat(bench.table.row(ID).get("revokedAtCa").ss()).containsExactly(new Serial("a1").hex());
    }

    @Test
    void an_event_of_what_has_expired_changes_nothing() {
        bench.clock.advance(Duration.between(START, current.notAfter().plus(Duration.ofHours(1))));
        bench.table.put(Row.of(ID).active("a1", START, current.notAfter()));
        revokedByHand();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.table.has("revocation#" + ID)).isFalse();
    }

    @Test
    void a_certificate_that_arrives_for_a_revoked_host_without_a_row_is_revoked() {
        revokedByHand();
        assertThat(bench.handle(issued(next.arn()))).isEmpty();
        assertThat(revocations()).extracting(RevocationDue::serial).containsExactly(Optional.of(new Serial("a2")));
    }

    @Test
    void a_certificate_that_a_restored_row_awaits_is_revoked_and_not_installed() {
        revokedByHand();
        bench.table.put(DeployerBench.awaiting(next));
        assertThat(bench.handle(issued(next.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(revocations()).extracting(RevocationDue::ofHost).containsExactly(true, false);
        assertThat(revocations().getLast().serial()).contains(new Serial("a2"));
    }

    @Test
    void an_installation_of_a_restored_row_is_not_resumed() {
        revokedByHand();
        bench.table.put(DeployerBench.installing(next, "c"));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(revocations())
                .singleElement()
                .satisfies(due -> assertThat(due.ofHost()).isTrue());
    }

    @Test
    void a_success_that_a_restored_row_waits_for_does_not_make_a_revoked_host_active() {
        revokedByHand();
        bench.table.put(DeployerBench.installing(next, "c"));
        bench.ssm.answer("c", ID, "Success", "Success", "certfleet install-certificate " + ROTATION + " installed");
        assertThat(bench.handle(new CommandFinished("c", ID))).isEmpty();
        assertThat(bench.host().state()).isNotEqualTo(HostState.ACTIVE);
        assertThat(revocations()).hasSize(1);
    }

    @Test
    void what_is_revoked_or_lost_is_forgotten_with_the_next_success_once_it_has_expired() {
        Instant end = START.minus(Duration.ofHours(2));
        bench.table.put(DeployerBench.installing(next, "c")
                .unexpired("d0", end)
                .unexpired("d1", next.notAfter())
                .revokedSerials("d0", "d1", "d2")
                .with("revokedAtCa", AttributeValue.fromSs(List.of(new Serial("d0").hex(), new Serial("d1").hex())))
                .with(
                        "orphanedKeys",
                        AttributeValue.fromSs(List.of("old", "over@" + START, "k@" + START.plusSeconds(1)))));
        bench.ssm.answer("c", ID, "Success", "Success", "certfleet install-certificate " + ROTATION + " installed");
        assertThat(bench.handle(new CommandFinished("c", ID))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("d1"));
        assertThat(bench.table.row(ID).get("revokedAtCa").ss()).containsExactly(new Serial("d1").hex());
        assertThat(bench.host().orphanedKeys()).extracting(OrphanedKey::digest).containsExactlyInAnyOrder("old", "k");
    }

    @Test
    void a_certificate_that_arrives_while_its_host_is_revoked_is_revoked_and_not_installed() {
        bench.table.put(Row.of(ID)
                .rotation(DeployerBench.ROTATION, Step.CSR_REQUESTED, DeployerBench.START)
                .with("rotation.keyDigest", next.keyDigest()));
        Revocations revocations = new Revocations(bench.table.inventory());
        bench.table.beforeNextWrite(() -> revocations.change(
                ID,
                DeployerBench.START,
                record -> record.withKey("k", next.notAfter()).ofHost(REVOKED, RevocationReason.KEY_COMPROMISE)));
        assertThat(bench.handle(issued(next.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(revocations())
                .singleElement()
                .satisfies(due -> assertThat(due.serial()).contains(new Serial("a2")));
        assertThat(record().known().issued(new Serial("a2"))).isPresent();
    }

    @Test
    void the_event_of_a_certificate_that_the_row_has_forgotten_alarms_nobody() {
        bench.table.put(DeployerBench.awaiting(next));
        assertThat(bench.handle(issued(next.arn()))).isEmpty();
        bench.table.put(Row.of(ID));
        assertThat(bench.handle(issued(next.arn()))).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }
}
