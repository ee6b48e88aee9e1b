package io.certfleet.pace;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00.700Z");

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final Map<Instant, Integer> seconds = new HashMap<>();

    private Pace pace(int rate) {
        return new Pace(table, FakeDynamoDb.TABLE, () -> rate);
    }

    private Slots reserve(int rate, int count, int within, Instant now) {
        Slots slots = pace(rate).reserve(count, within, now);
        for (int place = 0; place < slots.count(); place++) {
            assertThat(slots.at(place)).isEqualTo(Instant.ofEpochSecond(now.getEpochSecond() + slots.delay(place)));
            seconds.merge(slots.at(place), 1, Integer::sum);
        }
        return slots;
    }

    @Test
    void the_first_ones_go_at_once_and_the_next_a_second_later() {
        Slots slots = reserve(5, 6, 900, NOW);
        assertThat(slots.delay(0)).isZero();
        assertThat(slots.delay(4)).isZero();
        assertThat(slots.delay(5)).isEqualTo(1);
        assertThat(slots.secondsOver()).isEqualTo(2);
        assertThat(slots.over()).isEqualTo(Instant.parse("2026-11-24T10:00:02Z"));
    }

    @Test
    void no_second_gets_more_than_the_rate_whoever_asks_and_when() {
        Instant now = NOW;
        for (int request = 0; request < 200; request++) {
            reserve(5, 1 + request % 7, 900, now);
            now = now.plusMillis(request % 3 * 450L);
        }
        assertThat(seconds.values()).allMatch(count -> count <= 5);
        assertThat(seconds.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(700);
    }

    @Test
    void two_instances_that_read_the_same_get_different_places() {
        table.beforeNextWrite(() -> reserve(5, 5, 900, NOW));
        reserve(5, 5, 900, NOW);
        assertThat(seconds.values()).containsExactlyInAnyOrder(5, 5);
    }

    @Test
    void a_tenth_request_gets_what_is_left_and_one_more_nothing() {
        for (int request = 0; request < 9; request++) {
            assertThat(reserve(5, 500, 900, NOW).count()).isEqualTo(500);
        }
        assertThat(reserve(5, 1, 900, NOW).count()).isZero();
        assertThat(reserve(5, 10, 901, NOW).count()).isEqualTo(5);
        assertThat(pace(5).reserve(1, 900, NOW).secondsOver()).isEqualTo(901);
    }

    @Test
    void who_asks_for_near_places_only_leaves_the_others() {
        assertThat(reserve(5, 4500, 300, NOW).count()).isEqualTo(1500);
        assertThat(reserve(5, 1, 300, NOW).count()).isZero();
        Slots sweep = reserve(5, 4500, 900, NOW);
        assertThat(sweep.count()).isEqualTo(3000);
        assertThat(sweep.delay(0)).isEqualTo(300);
        assertThat(sweep.delay(2999)).isEqualTo(899);
    }

    @Test
    void places_that_have_passed_are_given_to_nobody() {
        reserve(5, 7, 900, NOW);
        assertThat(reserve(5, 1, 900, NOW.plusSeconds(1)).delay(0)).isZero();
        assertThat(reserve(5, 1, 900, NOW.plusSeconds(60)).delay(0)).isZero();
    }

    @Test
    void a_clock_that_is_behind_gets_no_place_doubly() {
        reserve(5, 5, 900, NOW);
        assertThat(reserve(5, 1, 900, NOW.minusSeconds(10)).delay(0)).isEqualTo(11);
        assertThat(seconds.values()).containsExactlyInAnyOrder(5, 1);
    }

    @Test
    void another_rate_goes_on_from_the_same_second() {
        reserve(5, 7, 900, NOW);
        assertThat(reserve(1, 1, 900, NOW).delay(0)).isEqualTo(2);
        assertThat(reserve(50, 1, 900, NOW).delay(0)).isEqualTo(3);
    }

    @Test
    void nothing_is_written_where_nothing_is_asked_for() {
        assertThat(reserve(5, 0, 900, NOW).secondsOver()).isZero();
        assertThat(table.has(Pace.KEY)).isFalse();
    }
}
