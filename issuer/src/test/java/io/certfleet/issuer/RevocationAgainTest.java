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
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acmpca.model.AcmPcaException;

class RevocationAgainTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant ASKED = START.minusMillis(1500);
    private final AcmPcaException away =
            (AcmPcaException) AcmPcaException.builder().message("away").build();

    private final IssuerBench bench = new IssuerBench();

    private static String hex(String serial) {
        return new Serial(serial).hex();
    }

    private static RevocationDue all(Instant at, boolean rotate) {
        return due(at, Optional.empty(), rotate);
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
    void a_message_that_comes_again_never_reaches_what_was_issued_since() {
        bench.table.put(active());
        bench.handle(all(ASKED, true));
        bench.handle((RenewalDue) bench.queues.messages().getFirst());
        bench.table.put(Row.of(ID)
                .unexpired("a0", START.plus(DAY))
                .active("a2", START, START.plus(DAY))
                .revokedSerials("a0", "a1")
                .with("revokedAt", ASKED)
                .with("rotatedAt", START));
        bench.handle(all(ASKED, true));
        assertThat(bench.ca.revoked()).doesNotContain(hex("a2"));
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void a_message_that_comes_again_while_the_new_certificate_is_on_its_way_lets_it_pass() {
        bench.table.put(active());
        bench.handle(all(ASKED, true));
        bench.handle((RenewalDue) bench.queues.messages().getFirst());
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        bench.handle(all(ASKED, true));
        bench.handle((RenewalDue) bench.queues.messages().getLast());
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.ssm.commands()).hasSize(1);
    }

    @Test
    void a_crash_before_the_ca_was_told_is_made_good() {
        bench.table.put(active());
        bench.ca.failOnce(away);
        assertThat(bench.handle(all(ASKED, false))).containsExactly("0");
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.ca.revoked()).containsExactlyInAnyOrder(hex("a0"), hex("a1"));
    }

    @Test
    void a_serial_that_the_ca_refuses_does_not_protect_the_others() {
        bench.table.put(active());
        bench.ca.refuse(hex("a0"), away);
        bench.ca.refuse(hex("a1"), away);
        assertThat(bench.handle(all(ASKED, false))).containsExactly("0");
        bench.table.put(active().unexpired("a2", START.plus(DAY)));
        assertThat(bench.handle(all(ASKED, false))).containsExactly("0");
        assertThat(bench.ca.revoked()).containsExactly(hex("a2"));
    }

    @Test
    void a_later_revocation_without_rotate_wins_over_an_earlier_one_with_it() {
        bench.table.put(active());
        bench.handle(all(ASKED, true));
        bench.handle(all(ASKED.plusMillis(5), false));
        bench.handle((RenewalDue) bench.queues.messages().getFirst());
        bench.handle(all(ASKED, true));
        bench.handle((RenewalDue) bench.queues.messages().getLast());
        assertThat(bench.host().state()).isEqualTo(HostState.REVOKED);
        assertThat(bench.host().rotation()).isEmpty();
    }

    @Test
    void a_certificate_issued_in_the_same_moment_is_reached_by_the_message_that_is_redelivered() {
        bench.table.put(active().rotation("r", Step.CSR_REQUESTED, START));
        bench.table.beforeNextWrite(() -> bench.table.put(active().rotation("r", Step.ISSUED, START)
                .with("rotation.certificateArn", Row.arn("a2"))
                .unexpired("a2", START.plus(DAY))));
        assertThat(bench.handle(all(ASKED, false))).containsExactly("0");
        assertThat(bench.ca.revoked()).isEmpty();
        assertThat(bench.handle(all(ASKED, false))).isEmpty();
        assertThat(bench.ca.revoked()).contains(hex("a2"));
    }
}
