package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Decision LEAVE = new Decision.Leave("not due");

    @Test
    void a_certificate_that_ends_within_a_day_is_near_its_end_and_one_that_has_a_day_is_not() {
        assertThat(expiring(Duration.ofDays(7), Duration.ofDays(1).minusSeconds(1), row -> {}))
                .isEqualTo(1);
        assertThat(expiring(Duration.ofDays(7), Duration.ofDays(1), row -> {})).isZero();
    }

    @Test
    void a_short_certificate_is_near_its_end_with_half_of_what_it_had_when_it_was_due() {
        // Of 24 hours 8 are left when it is due.
        assertThat(expiring(Duration.ofHours(24), Duration.ofHours(4).minusSeconds(1), row -> {}))
                .isEqualTo(1);
        assertThat(expiring(Duration.ofHours(24), Duration.ofHours(4).plusSeconds(1), row -> {}))
                .isZero();
    }

    @Test
    void one_that_has_ended_is_counted_until_somebody_leaves_the_host_alone() {
        assertThat(expiring(Duration.ofDays(7), Duration.ofDays(-30), row -> {}))
                .isEqualTo(1);
        assertThat(expiring(Duration.ofDays(7), Duration.ofDays(-30), row -> row.enabled = false))
                .isZero();
    }

    @Test
    void a_revoked_one_may_end() {
        assertThat(expiring(Duration.ofDays(7), Duration.ofHours(1), row -> row.state = HostState.REVOKED))
                .isZero();
    }

    private static int expiring(Duration validity, Duration left, Consumer<Rows> change) {
        Instant now = Rows.START;
        Tally tally = new Tally(TestPolicy.DEFAULT.withValidity(validity));
        tally.count(Rows.active(now.minus(validity), now.plus(left), change), LEAVE, now);
        return tally.expiring();
    }
}
