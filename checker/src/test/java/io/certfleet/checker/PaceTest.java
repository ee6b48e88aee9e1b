package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void no_second_gets_more_than_the_rate() {
        List<Integer> delays = all(new Pace(5, 0, 1));
        assertThat(delays).hasSize(4500);
        assertThat(IntStream.range(0, 900))
                .allSatisfy(second ->
                        assertThat(Collections.frequency(delays, second)).isEqualTo(5));
    }

    @Test
    void segments_that_are_swept_at_once_share_every_second() {
        List<Integer> delays = new ArrayList<>();
        for (int segment = 0; segment < 8; segment++) {
            delays.addAll(all(new Pace(5, segment, 8)));
        }
        assertThat(delays).hasSize(4500);
        assertThat(IntStream.range(0, 900))
                .allSatisfy(second ->
                        assertThat(Collections.frequency(delays, second)).isEqualTo(5));
    }

    @Test
    void there_is_room_below_the_longest_delay_of_sqs_and_none_at_it() {
        Pace pace = new Pace(1, 0, 1);
        for (int second = 0; second <= 899; second++) {
            assertThat(pace.room()).isEqualTo(900 - second);
            assertThat(pace.delay()).isEqualTo(second);
        }
        assertThat(pace.room()).isZero();
    }

    @Test
    void the_next_pace_begins_in_the_second_after_the_last() {
        Pace pace = new Pace(5, 0, 1);
        assertThat(pace.over()).isZero();
        IntStream.range(0, 5).forEach(_ -> pace.delay());
        assertThat(pace.over()).isEqualTo(1);
        pace.delay();
        assertThat(pace.over()).isEqualTo(2);
        all(pace);
        assertThat(pace.over()).isEqualTo(900);
    }

    @Test
    void even_the_last_of_more_segments_than_messages_fit_goes_on() {
        Pace pace = new Pace(1, 5000, 10_000);
        assertThat(pace.room()).isEqualTo(1);
        assertThat(pace.delay()).isEqualTo(900);
        assertThat(pace.room()).isZero();
    }

    private static List<Integer> all(Pace pace) {
        List<Integer> delays = new ArrayList<>();
        while (pace.room() > 0) {
            delays.add(pace.delay());
        }
        return delays;
    }
}
