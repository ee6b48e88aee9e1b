package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.certfleet.message.Message;
import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Serial;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.UnexpiredCertificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;
import software.amazon.awssdk.services.acmpca.model.InvalidStateException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

class HeldCertificatesTest {
    private static final CertificateHeld HELD = new CertificateHeld(ID, new Serial("c3"));

    private final DeployerBench bench = new DeployerBench();

    private static Row row() {
        return Row.of(ID).active("b1", START.minus(Duration.ofDays(5)), START.plus(Duration.ofDays(2)));
    }

    private void isUnknownAt(String caArn) {
        bench.ca.refuse(caArn + "/certificate/" + HELD.serial(), (AcmPcaException)
                ResourceNotFoundException.builder().message("no").build());
    }

    private void assertLeft() {
        var row = bench.table.row(ID);
        assertThat(bench.handle(HELD, HELD)).isEmpty();
        assertThat(bench.table.row(ID)).isEqualTo(row);
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    private void assertNotifiedOnce(String why) {
        assertThat(bench.handle(HELD, HELD)).isEmpty();
        assertThat(bench.handle(HELD)).isEmpty();
        assertThat(bench.host().knows(new Serial("c3"))).isFalse();
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.topic.texts()).singleElement().asString().contains(why, new Serial("c3").hex());
    }

    @Test
    void what_a_restored_row_does_not_know_is_recorded_so_that_a_revocation_reaches_it() {
        TestCertificate certificate = bench.issue(TestCertificate.of("c3"));
        bench.table.put(row());
        assertThat(bench.handle(HELD, HELD)).isEmpty();
        assertThat(bench.host().unexpired())
                .containsOnlyOnce(new UnexpiredCertificate(
                        new Serial("c3"), certificate.issued().notAfter(), certificate.arn()));
        assertThat(bench.host().serial()).contains(new Serial("b1"));
        assertThat(new Revocations(bench.table.inventory())
                        .find(ID)
                        .orElseThrow()
                        .known()
                        .issued(new Serial("c3")))
                .isPresent();
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void another_hosts_certificate_is_told_and_never_recorded_or_revoked() {
        bench.issue(TestCertificate.of("c3").subject("CN=mi-0123456789abcdef1"));
        bench.table.put(row().with("revokedAt", START).with("state", "revoked"));
        assertNotifiedOnce("mi-0123456789abcdef1");
    }

    @Test
    void a_certificate_that_the_ca_does_not_know_is_told_once() {
        isUnknownAt(Row.CA);
        isUnknownAt(TestSettings.FORMER_CA);
        bench.table.put(row());
        assertNotifiedOnce("no CA that answers has issued it.");
    }

    @Test
    void a_certificate_of_a_former_ca_is_recorded_too() {
        isUnknownAt(Row.CA);
        String arn = TestSettings.FORMER_CA + "/certificate/" + new Serial("c3").hex();
        bench.ca.put(arn, TestCertificate.of("c3").pem());
        bench.table.put(row());
        assertThat(bench.handle(HELD, HELD)).isEmpty();
        assertThat(bench.host().unexpired())
                .extracting(UnexpiredCertificate::serial, UnexpiredCertificate::certificateArn)
                .contains(tuple(new Serial("c3"), arn));
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_former_ca_that_is_gone_is_not_an_obstacle() {
        isUnknownAt(Row.CA);
        bench.ca.refuse(TestSettings.FORMER_CA + "/certificate/" + HELD.serial(), (AcmPcaException)
                InvalidStateException.builder().message("deleted").build());
        bench.table.put(row());
        assertNotifiedOnce("no CA that answers has issued it, but these are deleted or may not be asked: "
                + TestSettings.FORMER_CA + ".");
    }

    @Test
    void a_serial_that_is_longer_than_private_cas_is_told_without_asking_it() {
        bench.table.put(row());
        CertificateHeld longer = new CertificateHeld(ID, new Serial("c3".repeat(20)));
        assertThat(bench.handle(longer, longer)).isEmpty();
        assertThat(bench.topic.texts()).singleElement().asString().contains("no CA that answers has issued it.");
    }

    @Test
    void what_has_ended_or_is_known_or_belongs_to_no_row_changes_nothing() {
        bench.issue(TestCertificate.of("c3").until(START));
        bench.table.put(row());
        assertLeft();
        bench.issue(TestCertificate.of("c3"));
        bench.table.put(row().unexpired("c3", START));
        assertLeft();
        bench.table.put(row().revokedSerials("c3"));
        assertLeft();
        bench.table.delete(ID);
        assertThat(bench.handle(HELD)).isEmpty();
    }

    @Test
    void one_from_before_the_hosts_revocation_is_revoked() {
        Instant revokedAt = START.minus(Duration.ofHours(1));
        bench.issue(TestCertificate.of("c3")
                .from(revokedAt.minus(Duration.ofHours(1)).minusSeconds(1)));
        bench.table.put(row().with("revokedAt", revokedAt));
        assertThat(bench.handle(HELD)).isEmpty();
        assertThat(bench.queues.messages())
                .singleElement()
                .isInstanceOfSatisfying(
                        Message.RevocationDue.class,
                        due -> assertThat(due.serial()).contains(new Serial("c3")));
        assertThat(bench.host().knows(new Serial("c3"))).isTrue();
    }

    @Test
    void one_that_was_issued_after_the_hosts_revocation_is_not() {
        Instant revokedAt = START.minus(Duration.ofHours(1));
        bench.issue(TestCertificate.of("c3").from(revokedAt.minus(Duration.ofHours(1))));
        bench.table.put(row().with("revokedAt", revokedAt));
        assertThat(bench.handle(HELD)).isEmpty();
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.host().knows(new Serial("c3"))).isTrue();
    }

    @Test
    void a_row_that_changed_meanwhile_is_read_anew() {
        bench.issue(TestCertificate.of("c3"));
        bench.table.put(row());
        bench.table.beforeNextWrite(() -> bench.table.put(row().unexpired("d4", START)));
        assertThat(bench.handle(HELD)).containsExactly("0");
        assertThat(bench.handle(HELD)).isEmpty();
        assertThat(bench.host().knows(new Serial("c3"))).isTrue();
        assertThat(bench.host().knows(new Serial("d4"))).isTrue();
    }
}
