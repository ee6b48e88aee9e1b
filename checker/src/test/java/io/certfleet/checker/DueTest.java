package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final Instant NOT_BEFORE = Rows.START;
    private static final Instant EXPIRY = NOT_BEFORE.plus(Duration.ofDays(7));

    private final Due due = new Due(
            TestPolicy.DEFAULT, new StepTimeout(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10)));

    private final Host active = Rows.active(NOT_BEFORE, EXPIRY, row -> {});

    @Test
    void a_host_is_due_at_its_instant_and_not_a_second_before() {
        Instant dueAt = due.dueAt(active);
        assertThat(due.decide(active, dueAt.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(due.decide(active, dueAt)).isInstanceOf(Decision.Renew.class);
        assertThat(due.decide(active, dueAt.plusSeconds(1))).isInstanceOf(Decision.Renew.class);
    }

    @Test
    void the_instant_is_two_thirds_of_the_life_moved_by_the_host_s_own_jitter() {
        Instant plain = NOT_BEFORE.plusSeconds(Math.round(7 * 86_400 * 2.0 / 3));
        assertThat(due.dueAt(active)).isEqualTo(plain.plus(Jitter.of(Rows.HOST, Duration.ofDays(7), 0.05)));
    }

    @Test
    void a_row_of_the_original_without_not_before_is_taken_to_live_as_long_as_the_policy_says() {
        Host original = Rows.active(NOT_BEFORE, EXPIRY, row -> row.notBefore = Optional.empty());
        assertThat(due.dueAt(original)).isEqualTo(due.dueAt(active));
    }

    @Test
    void a_renewal_is_urgent_with_less_than_a_sixth_of_the_life_left() {
        Instant sixth = EXPIRY.minus(Duration.ofDays(7).dividedBy(6));
        assertThat(renew(active, sixth).urgent()).isFalse();
        assertThat(renew(active, sixth.plusSeconds(1)).urgent()).isTrue();
        assertThat(renew(active, EXPIRY.plusSeconds(1)).urgent()).isTrue();
    }

    @Test
    void a_new_host_is_due_at_once_and_forced_by_nobody() {
        assertThat(renew(Rows.host(row -> {}), NOT_BEFORE).forced()).isFalse();
    }

    @Test
    void a_removed_expiry_is_an_operators_request() {
        assertThat(renew(Rows.active(NOT_BEFORE, EXPIRY, row -> row.expiry = Optional.empty()), NOT_BEFORE)
                        .forced())
                .isTrue();
    }

    @Test
    void a_removed_expiry_is_a_request_once_and_then_waits_for_its_retry() {
        Instant retryAt = NOT_BEFORE.plusSeconds(900);
        Row removed = Row.of(Rows.HOST)
                .with("state", "failed")
                .with("serial", "a1")
                .with("failures", 5)
                .with("retryAt", retryAt);
        assertThat(renew(removed.host(), NOT_BEFORE).forced()).isTrue();
        Host tried = removed.with("triedWithoutExpiry", 1).host();
        assertThat(due.decide(tried, retryAt.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(renew(tried, retryAt).forced()).isFalse();
        Host revoked = removed.with("state", "revoked").host();
        assertThat(renew(revoked, NOT_BEFORE).forced()).isTrue();
    }

    @Test
    void a_request_that_waits_is_for_a_revoked_host_only_if_it_readmits_it() {
        Host plain = Rows.active(NOT_BEFORE, EXPIRY, row -> {
            row.state = HostState.REVOKED;
            row.revokedAt = Optional.of(NOT_BEFORE);
            row.rotateAgain = Optional.of(NOT_BEFORE.plusMillis(1));
        });
        assertThat(due.decide(plain, NOT_BEFORE)).isEqualTo(new Decision.Leave("revoked"));
        Host readmitted = Rows.active(NOT_BEFORE, EXPIRY, row -> {
            row.state = HostState.REVOKED;
            row.revokedAt = Optional.of(NOT_BEFORE);
            row.readmittedAt = Optional.of(NOT_BEFORE.plusMillis(1));
            row.rotateAgain = row.readmittedAt;
        });
        assertThat(renew(readmitted, NOT_BEFORE).forced()).isTrue();
    }

    @Test
    void a_revoked_host_is_left_alone_until_its_expiry_is_removed() {
        Host revoked = Rows.active(NOT_BEFORE, EXPIRY, row -> row.state = HostState.REVOKED);
        assertThat(due.decide(revoked, EXPIRY.plusSeconds(1))).isEqualTo(new Decision.Leave("revoked"));
        Host requested = Rows.active(NOT_BEFORE, EXPIRY, row -> {
            row.state = HostState.REVOKED;
            row.rotateAgain = Optional.of(NOT_BEFORE);
            row.readmittedAt = row.rotateAgain;
        });
        assertThat(renew(requested, NOT_BEFORE).forced()).isTrue();
        Host asked = Rows.active(NOT_BEFORE, EXPIRY, row -> {
            row.state = HostState.REVOKED;
            row.expiry = Optional.empty();
        });
        assertThat(renew(asked, NOT_BEFORE).forced()).isTrue();
    }

    @Test
    void a_failed_host_waits_for_its_retry_and_not_a_second_longer() {
        Instant retryAt = NOT_BEFORE.plusSeconds(900);
        for (Host failed : new Host[] {
            Rows.active(NOT_BEFORE, EXPIRY, row -> {
                row.state = HostState.FAILED;
                row.retryAt = Optional.of(retryAt);
            }),
            Rows.host(row -> {
                row.state = HostState.FAILED;
                row.retryAt = Optional.of(retryAt);
            })
        }) {
            assertThat(due.decide(failed, retryAt.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
            assertThat(due.decide(failed, retryAt)).isInstanceOf(Decision.Renew.class);
        }
    }

    @Test
    void a_host_that_is_not_enabled_is_left_alone_whatever_it_lacks() {
        assertThat(due.decide(Rows.host(row -> row.enabled = false), EXPIRY))
                .isEqualTo(new Decision.Leave("not enabled"));
    }

    @Test
    void a_request_that_waited_for_another_rotation_is_due_after_it() {
        Host waiting = Rows.active(NOT_BEFORE, EXPIRY, row -> row.rotateAgain = Optional.of(NOT_BEFORE));
        assertThat(renew(waiting, NOT_BEFORE).forced()).isTrue();
    }

    @Test
    void an_unreachable_host_without_a_rotation_is_due_by_its_time_alone() {
        Host offline = Rows.active(NOT_BEFORE, EXPIRY, row -> row.state = HostState.OFFLINE);
        assertThat(due.decide(offline, due.dueAt(offline).minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(due.decide(offline, due.dueAt(offline))).isInstanceOf(Decision.Renew.class);
    }

    @Test
    void a_row_whose_validity_ends_before_it_begins_is_taken_to_live_as_long_as_the_policy_says() {
        Host odd = Rows.active(EXPIRY.plusSeconds(1), EXPIRY, row -> {});
        assertThat(due.dueAt(odd)).isEqualTo(due.dueAt(active));
    }

    @Test
    void jitter_reaches_from_minus_to_plus_five_percent_and_is_stable() {
        Duration lifetime = Duration.ofDays(7);
        Duration most = Duration.ofSeconds(Math.round(7 * 86_400 * 0.05));
        assertThat(Jitter.scaled(-1, lifetime, 0.05)).isEqualTo(most.negated());
        assertThat(Jitter.scaled(1, lifetime, 0.05)).isEqualTo(most);
        boolean early = false;
        boolean late = false;
        for (int host = 0; host < 1000; host++) {
            Duration jitter = Jitter.of("mi-" + host, lifetime, 0.05);
            assertThat(jitter).isBetween(most.negated(), most).isEqualTo(Jitter.of("mi-" + host, lifetime, 0.05));
            early |= jitter.compareTo(most.dividedBy(10).multipliedBy(-9)) < 0;
            late |= jitter.compareTo(most.dividedBy(10).multipliedBy(9)) > 0;
        }
        assertThat(early && late).as("hosts at both ends").isTrue();
    }

    private Decision.Renew renew(Host host, Instant now) {
        return (Decision.Renew) due.decide(host, now);
    }

    @Test
    void an_expiry_that_cannot_be_read_is_not_one_that_was_removed() {
        Row active = Row.of(Rows.HOST).active("a1", NOT_BEFORE, EXPIRY).with("expiry", 1796083200);
        assertThat(due.decide(active.with("state", "revoked").host(), EXPIRY)).isEqualTo(new Decision.Leave("revoked"));
        // The certificate's own end is known.
        Instant dueAt = due.dueAt(active.with("state", "active").host());
        assertThat(dueAt)
                .isEqualTo(due.dueAt(
                        Row.of(Rows.HOST).active("a1", NOT_BEFORE, EXPIRY).host()));
        assertThat(due.decide(active.host(), dueAt.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
        assertThat(renew(active.host(), dueAt).forced()).isFalse();
    }

    @Test
    void a_host_whose_end_nobody_knows_is_renewed_and_its_back_off_holds() {
        Row row = Row.of(Rows.HOST).with("expiry", "soon").with("state", "active");
        assertThat(renew(row.host(), NOT_BEFORE).forced()).isFalse();
        assertThat(renew(row.host(), NOT_BEFORE).reason()).contains("cannot be read");
        assertThat(due.decide(row.with("retryAt", NOT_BEFORE.plusSeconds(1)).host(), NOT_BEFORE))
                .isInstanceOf(Decision.Leave.class);
    }

    @Test
    void a_switch_that_is_not_clearly_on_leaves_the_host_alone() {
        assertThat(due.decide(Row.of(Rows.HOST).with("enabled", "yes").host(), NOT_BEFORE))
                .isEqualTo(new Decision.Leave("not enabled"));
    }

    @Test
    void a_rotation_that_cannot_be_read_is_waited_for_and_then_replaced() {
        // Twice the timeout of a step that a host has to answer.
        Duration twice = Duration.ofMinutes(44);
        Row half = Row.of(Rows.HOST).with("rotation.id", "r").with("rotation.stepAt", NOT_BEFORE);
        assertThat(due.decide(half.host(), NOT_BEFORE.plus(twice).minusSeconds(1)))
                .isInstanceOf(Decision.Leave.class);
        assertThat(renew(half.host(), NOT_BEFORE.plus(twice)).closes()).contains(BrokenRotation.ID);
        // Where it tells no time, it counts from when it was noticed.
        Row none = Row.of(Rows.HOST).with("rotation", "r");
        assertThat(due.decide(none.host(), EXPIRY)).isInstanceOf(Decision.Leave.class);
        assertThat(renew(none.with("warnedAt", EXPIRY).host(), EXPIRY.plus(twice))
                        .forced())
                .isFalse();
        assertThat(due.decide(half.with("state", "revoked").host(), EXPIRY)).isEqualTo(new Decision.Leave("revoked"));
    }
}
