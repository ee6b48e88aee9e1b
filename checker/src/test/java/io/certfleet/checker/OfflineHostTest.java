package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts that are there for part of the time only, minute by minute: Systems Manager holds the command for as long as it was
 * told to, the sweep decides on the row as it stands, and every event of a command that timed out is lost.
 */
class OfflineHostTest {
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofDays(7);

    private final TestPolicy policy = TestPolicy.DEFAULT;
    private final Due due =
            new Due(policy, new StepTimeout(policy.deliveryTimeout(), policy.executionTimeout(), policy.queueAge()));

    private boolean refused;
    private Rotation rotation;
    private HostState state;
    private Instant waitsUntil;

    private interface Presence {
        boolean isThere(Duration since);
    }

    /** When the host gets the command, from the first try on; empty if it does not within the time. */
    private Optional<Duration> servedAfter(Presence presence, Duration within) {
        state = HostState.NEW;
        send(0, Rows.START, presence.isThere(Duration.ZERO));
        for (Duration since = Duration.ZERO; since.compareTo(within) < 0; since = since.plus(MINUTE)) {
            Instant now = Rows.START.plus(since);
            if (presence.isThere(since) && now.isBefore(waitsUntil)) {
                return Optional.of(since);
            }
            if (!now.isBefore(waitsUntil)) {
                state = HostState.OFFLINE;
            }
            if (since.toMinutes() % SWEEP_EVERY.toMinutes() == 0
                    && decide(now) instanceof Decision.Resume resume
                    && resume.reason().equals("the command is sent again")) {
                send(rotation.attempts() + 1, now, presence.isThere(since));
            }
        }
        return Optional.empty();
    }

    private Decision decide(Instant now) {
        return due.decide(
                Rows.host(row -> {
                    row.state = state;
                    row.rotation = Optional.of(rotation);
                }),
                now);
    }

    private void send(int attempt, Instant now, boolean isThere) {
        boolean taken = !refused || isThere;
        waitsUntil = taken ? now.plus(policy.until(state == HostState.OFFLINE)) : now;
        rotation = Rows.sent(
                Rows.rotation(Step.CSR_REQUESTED, attempt, taken, false, false, now),
                Optional.of(waitsUntil).filter(_ -> taken));
        if (!taken) {
            state = HostState.OFFLINE;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_host_that_is_there_two_hours_a_day_is_served_in_each_of_48_phases(boolean refusing) {
        refused = refusing;
        for (int phase = 0; phase < 48; phase++) {
            Duration offset = Duration.ofMinutes(30L * phase);
            Presence twoHours = since -> since.plus(offset).toMinutes() % (24 * 60) < 120;
            assertThat(servedAfter(twoHours, LIFE.dividedBy(4)))
                    .as("phase %d", phase)
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 12, 13, 60, 61, 62, 63, 64, 65, 127, 300, 1001, 2399})
    void hosts_of_a_site_that_comes_back_are_served_within_minutes(int minutesAway) {
        Duration away = Duration.ofMinutes(minutesAway);
        assertThat(servedAfter(since -> since.compareTo(away) >= 0, LIFE.dividedBy(4)))
                .hasValueSatisfying(served -> assertThat(served.minus(away)).isLessThanOrEqualTo(SWEEP_EVERY));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 23, 61, 300, 1001, 2399})
    void where_commands_are_refused_they_are_served_within_half_an_hour_even_if_every_message_is_lost(int minutesAway) {
        refused = true;
        Duration away = Duration.ofMinutes(minutesAway);
        assertThat(servedAfter(since -> since.compareTo(away) >= 0, LIFE.dividedBy(4)))
                .hasValueSatisfying(
                        served -> assertThat(served.minus(away)).isLessThanOrEqualTo(Duration.ofMinutes(30)));
    }
}
