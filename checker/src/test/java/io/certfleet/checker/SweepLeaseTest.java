package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.inventory.FakeDynamoDb;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepLeaseTest {
    private static final Instant NOW = Rows.START;

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final SweepLease lease = new SweepLease(table, FakeDynamoDb.TABLE);

    @Test
    void no_sweep_begins_while_another_one_runs_and_one_follows_it() {
        assertThat(lease.begin("a", NOW)).isPresent();
        assertThat(lease.begin("b", NOW.plusSeconds(1))).isEmpty();
        assertThat(lease.begin("c", NOW.plusSeconds(2))).isEmpty();
        assertThat(lease.finish("a", 0, 1)).isTrue();
        assertThat(lease.begin("d", NOW.plusSeconds(3))).isPresent();
        assertThat(lease.finish("d", 0, 1)).isFalse();
    }

    @Test
    void a_sweep_is_over_when_its_last_segment_is() {
        lease.begin("a", NOW);
        lease.begin("b", NOW);
        assertThat(lease.finish("a", 1, 3)).isFalse();
        assertThat(lease.finish("a", 1, 3)).isFalse();
        assertThat(lease.finish("a", 0, 3)).isFalse();
        assertThat(lease.prolong("a", NOW)).isPresent();
        assertThat(lease.finish("a", 2, 3)).isTrue();
        assertThat(lease.prolong("a", NOW)).isEmpty();
    }

    @Test
    void a_lost_sweep_ends_by_itself_and_its_segments_are_left_when_another_one_runs() {
        lease.begin("a", NOW);
        Instant end = NOW.plus(SweepLease.LENGTH);
        assertThat(lease.begin("b", end.minusMillis(1))).isEmpty();
        assertThat(lease.begin("b", end)).isPresent();
        assertThat(lease.prolong("a", end)).isEmpty();
        assertThat(lease.finish("a", 0, 1)).isFalse();
        assertThat(lease.prolong("b", end)).isPresent();
    }

    @Test
    void each_part_prolongs_the_sweep_that_runs() {
        lease.begin("a", NOW);
        lease.prolong("a", NOW.plusSeconds(900));
        assertThat(lease.begin("b", NOW.plus(SweepLease.LENGTH))).isEmpty();
    }

    @Test
    void the_message_of_a_sweep_that_comes_again_begins_it_again() {
        lease.begin("a", NOW);
        assertThat(lease.begin("a", NOW.plusSeconds(120))).isPresent();
    }

    @Test
    void a_crash_between_the_end_and_the_next_sweep_loses_no_request() {
        lease.begin("a", NOW);
        lease.begin("b", NOW);
        assertThat(lease.finish("a", 0, 1)).isTrue();
        assertThat(lease.finish("a", 0, 1)).isTrue();
    }

    @Test
    void a_sweep_knows_when_the_last_whole_one_began() {
        assertThat(lease.begin("a", NOW).orElseThrow().since()).isEmpty();
        lease.finish("a", 0, 1);
        Instant second = NOW.plusSeconds(3600);
        assertThat(lease.begin("b", second).orElseThrow().since()).contains(NOW);
        // It is lost: what it did not reach is the next one's news.
        Instant third = second.plusSeconds(3600);
        assertThat(lease.begin("c", third).orElseThrow()).isEqualTo(new SweepLease.Held(third, Optional.of(NOW)));
        assertThat(lease.prolong("c", third.plusSeconds(9)).orElseThrow().startedAt())
                .isEqualTo(third);
    }

    @Test
    void of_two_that_begin_at_once_one_is_redelivered() {
        table.beforeNextWrite(() -> lease.begin("b", NOW));
        assertThatThrownBy(() -> lease.begin("a", NOW)).hasMessageContaining("is redelivered");
        assertThat(lease.begin("a", NOW)).isEmpty();
    }
}
