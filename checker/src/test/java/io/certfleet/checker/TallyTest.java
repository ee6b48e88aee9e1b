package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

    @Test
    void a_host_is_news_in_the_one_sweep_in_which_its_end_comes_near() {
        Instant near = Rows.START;
        assertThat(news(near, near.minusSeconds(3600), near)).isZero();
        assertThat(news(near, near.minusSeconds(3600), near.plusSeconds(1))).isEqualTo(1);
        assertThat(news(near, near, near.plusSeconds(3600))).isEqualTo(1);
        assertThat(news(near, near.plusSeconds(1), near.plusSeconds(3601))).isZero();
    }

    @Test
    void in_the_first_sweep_every_host_that_is_near_its_end_is_news() {
        Tally tally = new Tally(
                TestPolicy.DEFAULT, Optional.of(new SweepLease.Held(Rows.START.plusSeconds(9), Optional.empty())));
        tally.count(Rows.active(Rows.START, Rows.START, row -> {}), LEAVE, Rows.START.plusSeconds(9));
        assertThat(tally.newlyExpiring()).isEqualTo(1);
    }

    /** What a sweep says of a host whose certificate ends a day after {@code near}. */
    private static int news(Instant near, Instant lastSweep, Instant thisSweep) {
        Tally tally =
                new Tally(TestPolicy.DEFAULT, Optional.of(new SweepLease.Held(thisSweep, Optional.of(lastSweep))));
        tally.count(
                Rows.active(near.minus(Duration.ofDays(6)), near.plus(Duration.ofDays(1)), row -> {}),
                LEAVE,
                thisSweep.plusSeconds(1));
        return tally.newlyExpiring();
    }

    private static int expiring(Duration validity, Duration left, Consumer<Rows> change) {
        Instant now = Rows.START;
        Tally tally = new Tally(TestPolicy.DEFAULT.withValidity(validity), Optional.empty());
        tally.count(Rows.active(now.minus(validity), now.plus(left), change), LEAVE, now);
        return tally.expiring();
    }

    @Test
    void one_whose_expiry_was_removed_ends_all_the_same() {
        Instant now = Rows.START;
        Tally tally = new Tally(TestPolicy.DEFAULT, Optional.empty());
        Row ending = Row.of(Rows.HOST).active("a1", now.minus(Duration.ofDays(6)), now.plus(Duration.ofHours(6)));
        tally.count(ending.without("expiry").host(), LEAVE, now);
        tally.count(ending.with("expiry", 7).host(), LEAVE, now);
        assertThat(tally.expiring()).isEqualTo(2);
        assertThat(tally.misread()).isEqualTo(1);
    }
}
