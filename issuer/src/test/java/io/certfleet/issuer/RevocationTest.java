package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
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

class RevocationTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant ASKED = START.minusMillis(1500);

    private final IssuerBench bench = new IssuerBench();

    private static String hex(String serial) {
        return new Serial(serial).hex();
    }

    private static RevocationDue all(Instant at, boolean rotate) {
        return due(at, Optional.empty(), rotate);
    }

    private static RevocationDue named(String serial) {
        return due(ASKED, Optional.of(new Serial(serial)), false);
    }

    private static RevocationDue due(Instant at, Optional<Serial> serial, boolean rotate) {
        return new RevocationDue(
                ID,
                serial,
                serial.isEmpty(),
                new RevocationDue.Request(RevocationReason.KEY_COMPROMISE, at, rotate, ROTATION),
                List.of(),
                List.of(),
                0);
    }

    private static Row active() {
        return Row.of(ID).unexpired("a0", START.plus(DAY)).active("a1", START.minus(DAY), START.plus(DAY));
    }

    @Test
    void every_unexpired_certificate_is_revoked_and_the_row_says_so() {
        bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.certificateArn", Row.arn("a2"))
                .with("rotateAgain", ASKED)
                .with("retryAt", START));
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.ca.revoked()).containsExactlyInAnyOrder(hex("a0"), hex("a1"), hex("a2"));
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().revokedAt()).contains(ASKED);
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().rotateAgain()).isEmpty();
        assertThat(bench.queues.sent()).isEmpty();
    }

    @Test
    void what_has_expired_needs_no_revocation() {
        bench.table.put(active().unexpired("a2", START.minus(Duration.ofHours(1)))
                .unexpired("a3", START.minus(Duration.ofHours(1)).plusMillis(1)));
        bench.handle(all(ASKED, false));
        assertThat(bench.ca.revoked()).containsExactlyInAnyOrder(hex("a0"), hex("a1"), hex("a3"));
    }

    @Test
    void a_row_of_the_original_without_a_list_is_revoked_by_its_serial() {
        bench.table.put(Row.of(ID).with("serial", "a1").with("expiry", "2026-11-25 10:00:00"));
        bench.handle(all(ASKED, false));
        assertThat(bench.ca.revoked()).containsExactly(hex("a1"));
    }

    @Test
    void a_request_for_all_is_not_satisfied_by_the_revocation_of_one() {
        bench.table.put(
                active().with("state", "revoked").with("revokedAt", START).revokedSerials("a1"));
        bench.handle(all(ASKED, false));
        assertThat(bench.ca.revoked()).contains(hex("a0"));
        assertThat(bench.host().revokedSerials()).contains(new Serial("a0"));
        assertThat(bench.host().revokedAt()).contains(START);
    }

    @Test
    void with_rotate_a_new_certificate_is_requested_after_the_revocation() {
        bench.table.put(active().with("rotatedAt", START));
        bench.handle(all(ASKED, true));
        assertThat(bench.queues.sent()).hasSize(1);
        assertThat(bench.queues.sent().getFirst().queue()).isEqualTo("issue");
        bench.handle((RenewalDue) bench.queues.messages().getFirst());
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }

    @Test
    void a_rotation_requested_after_the_revocation_is_granted_however_late_that_was_handled() {
        bench.table.put(active());
        bench.handle(all(ASKED, false));
        RenewalDue request = new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "active", false, Optional.empty()),
                new RenewalDue.Cause("requested", ASKED.plusMillis(1), true, true),
                0,
                Optional.empty());
        bench.handle(request);
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
    }

    @Test
    void a_rotation_requested_after_the_revocation_goes_on_however_late_that_is_handled() {
        bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.requestedAt", ASKED.plusMillis(1))
                .with("readmittedAt", ASKED.plusMillis(1))
                .with("rotation.certificateArn", Row.arn("a2"))
                .with("rotateAgain", ASKED.plusMillis(2))
                .unexpired("a2", START.plus(DAY)));
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.rotation().id()).isEqualTo("r");
        assertThat(bench.host().rotateAgain()).contains(ASKED.plusMillis(2));
        assertThat(bench.ca.revoked()).containsOnly(hex("a0"), hex("a1"));
        bench.handle(all(ASKED.plusMillis(1), false));
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.ca.revoked()).contains(hex("a2"));
    }

    @Test
    void a_rotation_requested_since_that_readmits_nobody_is_ended_by_the_revocation() {
        bench.table.put(
                active().rotation("r", Step.CSR_REQUESTED, START).with("rotation.requestedAt", ASKED.plusMillis(1)));
        bench.handle(all(ASKED, false));
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    @Test
    void a_readmission_that_overtakes_its_revocation_holds_and_one_of_before_does_not() {
        bench.table.put(active());
        bench.handle(readmission(ASKED.plusMillis(1)));
        bench.handle(all(ASKED, false));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        bench.handle(all(ASKED.plusMillis(1), false));
        assertThat(bench.host().rotation()).isEmpty();
    }

    private static RenewalDue readmission(Instant at) {
        return new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "active", false, Optional.empty()),
                new RenewalDue.Cause("back", at, true, true),
                0,
                Optional.empty());
    }

    @Test
    void a_request_for_all_reaches_what_is_left_beside_a_rotation_requested_since() {
        bench.table.put(active().with("state", "revoked")
                .with("revokedAt", START)
                .revokedSerials("a1")
                .rotation("r", Step.CSR_REQUESTED, START)
                .with("rotation.requestedAt", START.plusMillis(1))
                .with("readmittedAt", START.plusMillis(1)));
        bench.handle(all(ASKED, false));
        assertThat(bench.ca.revoked()).contains(hex("a0"));
        assertThat(bench.rotation().id()).isEqualTo("r");
    }

    @Test
    void an_older_serial_is_revoked_alone() {
        bench.table.put(active());
        bench.handle(named("a0"));
        assertThat(bench.ca.revoked()).containsExactly(hex("a0"));
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("a0"));
    }

    @Test
    void the_serial_that_the_host_works_with_revokes_the_host() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, START).with("rotation.keyDigest", "k"));
        bench.handle(named("a1"));
        assertThat(bench.ca.revoked()).containsExactly(hex("a1"));
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().orphanedKeys()).extracting(OrphanedKey::digest).containsExactly("k");
    }

    @Test
    void the_serial_that_the_host_is_being_given_is_not_installed_any_more() {
        bench.table.put(active().rotation("r", Step.INSTALLING, START)
                .with("rotation.certificateArn", Row.arn("a2"))
                .unexpired("a2", START.plus(DAY)));
        bench.handle(named("a2"));
        assertThat(bench.ca.revoked()).containsExactly(hex("a2"));
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    @Test
    void a_named_serial_of_a_host_that_is_not_in_the_table_is_revoked_all_the_same() {
        assertThat(bench.handle(named("a7"))).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(hex("a7"));
        assertThat(bench.table.has(ID)).isFalse();
    }

    @Test
    void a_host_whose_row_has_a_bad_attribute_is_revoked_by_what_can_be_read() {
        bench.table.put(active().with("expiry", 1796083200).with("retryAt", "soon"));
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.ca.revoked()).contains(hex("a1"));
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
    }

    @Test
    void a_row_without_expiry_is_not_due_after_its_revocation() {
        bench.table.put(Row.of(ID).with("serial", "a1"));
        bench.handle(all(ASKED, false));
        assertThat(bench.host().expiry()).contains(ASKED);
    }
}
