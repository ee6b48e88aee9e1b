package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void no_second_gets_more_than_the_rate() {
        Pace pace = new Pace(5, 1);
        var delays = IntStream.range(0, 1000).mapToObj(_ -> pace.delay()).toList();
        assertThat(IntStream.range(0, 200))
                .allSatisfy(second ->
                        assertThat(Collections.frequency(delays, second)).isEqualTo(5));
    }

    @Test
    void segments_that_run_at_once_share_the_rate() {
        Pace pace = new Pace(5, 8);
        var delays = IntStream.range(0, 100).mapToObj(_ -> pace.delay()).toList();
        // 100 messages of one of eight segments take as long as 800 of all: 160 s at 5/s.
        assertThat(delays.getLast()).isBetween(157, 160);
    }

    @Test
    void there_is_room_up_to_the_longest_delay_of_sqs_and_not_beyond() {
        Pace pace = new Pace(1, 1);
        for (int second = 0; second <= 900; second++) {
            assertThat(pace.hasRoom()).isTrue();
            assertThat(pace.delay()).isEqualTo(second);
        }
        assertThat(pace.hasRoom()).isFalse();
    }
}
