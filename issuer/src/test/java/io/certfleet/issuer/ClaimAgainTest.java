package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A message that comes again after its rotation has ended. */
class ClaimAgainTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final RenewalDue REQUEST = request(ROTATION);

    private final IssuerBench bench = new IssuerBench();

    private static RenewalDue request(String rotationId) {
        return new RenewalDue(
                ID,
                rotationId,
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "failed", false, Optional.empty()),
                new RenewalDue.Cause("requested", START, true, false),
                0,
                Optional.empty());
    }

    private static Row failed() {
        return Row.of(ID).active("a1", START.minus(DAY), START.plus(DAY)).with("state", "failed");
    }

    private void fail() {
        String command = bench.rotation().commandId().orElseThrow();
        bench.ssm.answer(command, ID, "Failed", "Failed", "certfleet: openssl cannot make a key");
        bench.handle(new CommandFinished(command, ID));
    }

    @Test
    void the_copy_of_a_request_begins_its_failed_rotation_no_second_time() {
        bench.table.put(failed());
        bench.handle(REQUEST);
        fail();
        assertThat(bench.handle(REQUEST)).isEmpty();
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
        bench.handle(request("another-request"));
        assertThat(bench.rotation().id()).isEqualTo("another-request");
    }

    @Test
    void the_copy_of_a_request_for_a_bad_row_fails_no_second_time() {
        bench.table.put(failed().with("owner", "a b"));
        bench.handle(REQUEST);
        bench.handle(REQUEST);
        assertThat(bench.host().failures()).isEqualTo(1);
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_copy_that_has_read_the_row_before_its_rotation_ended_begins_nothing() {
        bench.table.put(failed());
        bench.table.beforeNextWrite(() -> {
            bench.handle(REQUEST);
            fail();
        });
        assertThat(bench.handle(REQUEST)).containsExactly("0");
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.handle(REQUEST)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().failures()).isEqualTo(1);
    }

    @Test
    void the_copy_of_a_sweeps_message_begins_nothing_after_the_back_off_either() {
        RenewalDue swept = new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.of(new Serial("a1")), "failed", false, Optional.empty()),
                new RenewalDue.Cause("the last attempt failed", START, false, false),
                0,
                Optional.empty());
        bench.table.put(failed());
        bench.handle(swept);
        fail();
        bench.pass(DAY);
        bench.handle(swept);
        assertThat(bench.host().rotation()).isEmpty();
    }
}
