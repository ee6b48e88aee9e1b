package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/** A row may be deleted at any moment: what is to be revoked is not lost with it. */
class RevocationWithoutRowTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant ASKED = START.minusMillis(1500);
    private static final ListedCertificate A1 =
            new ListedCertificate(new Serial("a1"), START.plus(DAY), Optional.of(Row.arn("a1")));
    private static final ListedCertificate A2 =
            new ListedCertificate(new Serial("a2"), START.plus(DAY), Optional.of(Row.arn("a2")));
    private final AcmPcaException away =
            (AcmPcaException) AcmPcaException.builder().message("away").build();

    private final IssuerBench bench = new IssuerBench();

    private static RevocationDue all(ListedCertificate... certificates) {
        return due(Optional.empty(), List.of(), 0, certificates);
    }

    private static RevocationDue due(
            Optional<Serial> serial, List<String> keys, int attempt, ListedCertificate... certificates) {
        return new RevocationDue(
                ID,
                serial,
                serial.isEmpty(),
                new RevocationDue.Request(RevocationReason.KEY_COMPROMISE, ASKED, false, ROTATION),
                List.of(certificates),
                keys,
                attempt);
    }

    private static Row active() {
        return Row.of(ID).active("a1", START.minus(DAY), START.plus(DAY));
    }

    private RevocationRecord record() {
        return revocations().find(ID).orElseThrow();
    }

    @Test
    void a_row_deleted_before_its_revocation_is_handled_loses_nothing() {
        assertThat(bench.handle(all(A1))).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(A1.serial().hex());
        assertThat(record().bars(START)).isTrue();
        assertThat(bench.queues.rejected()).isEmpty();
    }

    @Test
    void a_row_deleted_after_the_ca_was_away_loses_nothing() {
        bench.table.put(active());
        bench.ca.failOnce(away);
        assertThat(bench.handle(all())).containsExactly("0");
        assertThat(bench.host().revokedSerials()).containsExactly(A1.serial());
        assertThat(bench.table.row(ID)).doesNotContainKey("revokedAtCa");
        bench.table.delete(ID);
        assertThat(bench.handle(all())).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(A1.serial().hex());
    }

    @Test
    void a_row_deleted_between_its_read_and_its_mark_loses_nothing() {
        bench.table.put(active());
        // The first write is the record's.
        bench.table.beforeNextWrite(() -> bench.table.delete(ID));
        assertThat(bench.handle(all())).containsExactly("0");
        assertThat(bench.handle(all())).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(A1.serial().hex());
    }

    @Test
    void the_row_tells_what_the_ca_was_told_apart_from_what_is_intended() {
        bench.table.put(active());
        bench.handle(all());
        assertThat(bench.table.row(ID).get("revokedAtCa").ss())
                .containsExactly(A1.serial().hex());
        assertThat(record().known().revoked(A1.serial()).orElseThrow().toldAt()).contains(START);
    }

    @Test
    void nothing_to_revoke_is_a_dead_letter_and_no_success() {
        assertThat(bench.handle(all())).isEmpty();
        assertThat(bench.queues.rejected())
                .singleElement()
                .satisfies(reason -> assertThat(reason).contains(ID).contains("told nothing"));
        assertThat(bench.table.has("revocation#" + ID)).isFalse();
    }

    @Test
    void a_host_that_has_no_certificate_yet_is_kept_from_getting_one_all_the_same() {
        bench.table.put(Row.of(ID).rotation("r", Step.CSR_REQUESTED, START));
        assertThat(bench.handle(all())).isEmpty();
        assertThat(bench.queues.rejected()).singleElement().asString().contains("row says revoked");
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.host().state().word()).isEqualTo("revoked");
    }

    @Test
    void a_named_certificate_that_has_expired_is_a_dead_letter() {
        bench.table.put(active().unexpired("a0", START.minus(DAY)));
        bench.handle(due(Optional.of(new Serial("a0")), List.of(), 0));
        assertThat(bench.ca.revoked()).isEmpty();
        assertThat(bench.queues.rejected()).singleElement().asString().contains("expired");
    }

    @Test
    void a_key_that_the_ca_may_have_signed_is_remembered_without_a_row() {
        bench.handle(due(Optional.empty(), List.of("digest"), 0));
        assertThat(record().known().keys()).containsKey("digest");
        assertThat(record().bars(START)).isTrue();
        assertThat(bench.queues.rejected()).isEmpty();
    }

    @Test
    void one_of_the_sweep_that_fails_again_waits_for_the_next_sweep() {
        bench.ca.refuse(A1.serial().hex(), away);
        assertThat(bench.handle(all(A1))).containsExactly("0");
        assertThat(bench.handle(due(Optional.empty(), List.of(), 1, A1))).isEmpty();
        assertThat(record().known().toTell(START)).hasSize(1);
        assertThat(record().tries().count()).isEqualTo(1);
        assertThat(record().isDue(START.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(record().isDue(START.plus(Duration.ofMinutes(60)))).isTrue();
    }

    @Test
    void the_record_lasts_as_long_as_its_certificates_and_an_hour() {
        bench.handle(all(A1));
        Instant end = START.plus(DAY).plus(Duration.ofHours(1));
        assertThat(bench.table.row("revocation#" + ID).get("expiresAt").n())
                .isEqualTo(Long.toString(end.getEpochSecond()));
        assertThat(record().bars(end.minusMillis(1))).isTrue();
        assertThat(record().bars(end)).isFalse();
    }

    @Test
    void what_the_host_was_issued_is_revoked_though_its_row_was_restored_and_does_not_know_it() {
        revocations().change(ID, START, record -> record.withIssued(A2, ASKED));
        bench.table.put(active());
        assertThat(bench.handle(all(A1))).isEmpty();
        assertThat(bench.ca.revoked())
                .containsExactlyInAnyOrder(A1.serial().hex(), A2.serial().hex());
        assertThat(bench.host().revokedSerials()).contains(A2.serial());
    }

    @Test
    void what_the_host_was_issued_after_it_was_let_in_again_is_not_meant_by_a_revocation_of_before() {
        Instant readmitted = ASKED.plusMillis(2);
        revocations()
                .change(
                        ID,
                        START,
                        record -> record.readmitted(readmitted)
                                .withIssued(A1, readmitted)
                                .withIssued(A2, readmitted.plusMillis(1)));
        assertThat(bench.handle(all())).isEmpty();
        assertThat(bench.ca.revoked()).containsExactly(A1.serial().hex());
    }

    private Revocations revocations() {
        return new Revocations(bench.table.inventory());
    }

    @Test
    void a_certificate_is_revoked_for_its_own_reason() {
        bench.ca.refuse(A1.serial().hex(), away);
        assertThat(bench.handle(all(A1))).containsExactly("0");
        RevocationDue later = new RevocationDue(
                ID,
                Optional.empty(),
                true,
                new RevocationDue.Request(RevocationReason.SUPERSEDED, START, false, ROTATION),
                List.of(A2),
                List.of(),
                0);
        assertThat(bench.handle(later)).containsExactly("0");
        assertThat(record().known().revoked(A1.serial()).orElseThrow().reason())
                .isEqualTo(RevocationReason.KEY_COMPROMISE);
        assertThat(bench.ca.reasons()).containsEntry(A2.serial().hex(), RevocationReason.SUPERSEDED.name());
        bench.ca.refuse(A1.serial().hex(), null);
        assertThat(bench.handle(later)).isEmpty();
        assertThat(bench.ca.reasons()).containsEntry(A1.serial().hex(), RevocationReason.KEY_COMPROMISE.name());
    }

    @Test
    void the_row_is_told_by_a_copy_of_the_message_what_the_ca_was_told_before() {
        bench.table.put(active());
        revocations()
                .change(
                        ID,
                        START,
                        record -> record.with(A1, RevocationReason.KEY_COMPROMISE, ASKED)
                                .told(A1.serial(), START));
        assertThat(bench.handle(all(A1))).isEmpty();
        assertThat(bench.ca.revoked()).isEmpty();
        assertThat(bench.table.row(ID).get("revokedAtCa").ss())
                .containsExactly(A1.serial().hex());
    }

    @Test
    void a_mistyped_serial_is_a_dead_letter_also_after_the_ca_was_away_once() {
        bench.ca.failOnce(away);
        RevocationDue mistyped = due(Optional.of(new Serial("ff")), List.of(), 0);
        assertThat(bench.handle(mistyped)).containsExactly("0");
        bench.ca.refuse(new Serial("ff").hex(), (AcmPcaException)
                ResourceNotFoundException.builder().message("no such").build());
        assertThat(bench.handle(mistyped)).isEmpty();
        assertThat(bench.queues.rejected()).hasSize(1);
        assertThat(record().known().revoked()).isEmpty();
    }

    @Test
    void a_new_revocation_does_not_wait_for_what_older_ones_have_waited() {
        revocations()
                .change(
                        ID,
                        START,
                        record -> record.with(A1, RevocationReason.KEY_COMPROMISE, ASKED)
                                .tried(6, START));
        revocations().change(ID, START, record -> record.with(A2, RevocationReason.KEY_COMPROMISE, START));
        assertThat(record().tries().count()).isZero();
    }

    @Test
    void a_row_is_back_only_when_its_revocation_is_not_under_way_any_more() {
        bench.handle(all(A1));
        bench.table.put(Row.of(ID));
        RevocationDue again = due(Optional.empty(), List.of(), 1);
        bench.handle(again);
        assertThat(bench.topic.texts()).isEmpty();
        bench.table.put(Row.of(ID));
        bench.pass(Duration.ofMinutes(10));
        bench.handle(again);
        assertThat(bench.topic.texts()).singleElement().asString().contains("put into the table again");
    }

    @Test
    void a_reason_that_was_not_given_is_given_by_a_later_revocation_unless_the_ca_was_told() {
        RevocationRecord none = revocations()
                .change(
                        ID,
                        START,
                        record -> record.with(A1, RevocationReason.UNSPECIFIED, ASKED)
                                .with(A2, RevocationReason.UNSPECIFIED, ASKED)
                                .told(A2.serial(), START));
        RevocationRecord later =
                none.with(A1, RevocationReason.KEY_COMPROMISE, START).with(A2, RevocationReason.KEY_COMPROMISE, START);
        assertThat(later.known().revoked(A1.serial()).orElseThrow().reason())
                .isEqualTo(RevocationReason.KEY_COMPROMISE);
        assertThat(later.known().revoked(A2.serial()).orElseThrow().reason()).isEqualTo(RevocationReason.UNSPECIFIED);
    }
}
