package io.certfleet.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1, PT15M",
        "2, PT30M",
        "3, PT1H",
        "4, PT2H",
        "5, PT4H",
        "6, PT8H",
        "7, PT12H",
        "8, PT12H",
        "1000, PT12H"
    })
    void waits_15_minutes_doubled_with_every_failure_up_to_12_hours(int failures, Duration wait) {
        assertThat(Backoff.retryAt(failures, Optional.empty(), NOW)).isEqualTo(NOW.plus(wait));
        assertThat(Backoff.retryAt(failures, Optional.of(NOW.plus(Duration.ofDays(7))), NOW))
                .isEqualTo(NOW.plus(wait));
    }

    @Test
    void never_waits_past_the_begin_of_the_last_third_of_what_is_left() {
        // Two thirds of 22.5 minutes are the 15 minutes of the first wait.
        Duration left = Duration.ofSeconds(1350);
        assertThat(Backoff.retryAt(1, Optional.of(NOW.plus(left)), NOW)).isEqualTo(NOW.plusSeconds(900));
        assertThat(Backoff.retryAt(1, Optional.of(NOW.plus(left).plusSeconds(3)), NOW))
                .isEqualTo(NOW.plusSeconds(900));
        assertThat(Backoff.retryAt(1, Optional.of(NOW.plus(left).minusSeconds(3)), NOW))
                .isEqualTo(NOW.plusSeconds(898));
        assertThat(Backoff.retryAt(9, Optional.of(NOW.plus(Duration.ofHours(3))), NOW))
                .isEqualTo(NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void an_expired_certificate_hurries_nobody() {
        assertThat(Backoff.retryAt(1, Optional.of(NOW), NOW)).isEqualTo(NOW.plusSeconds(900));
        assertThat(Backoff.retryAt(1, Optional.of(NOW.minusSeconds(1)), NOW)).isEqualTo(NOW.plusSeconds(900));
        assertThat(Backoff.retryAt(1, Optional.of(NOW.plusSeconds(3)), NOW)).isEqualTo(NOW.plusSeconds(2));
    }
}
