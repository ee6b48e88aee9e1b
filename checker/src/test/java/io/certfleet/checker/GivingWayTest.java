package io.certfleet.checker;

import static io.certfleet.checker.Rows.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.failure.Backoff;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An installation that does not succeed never lasts longer than the certificate that the host works with. */
class GivingWayTest {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final Instant END = START.plus(LIFE);
    private static final Instant URGENT = END.minus(LIFE.dividedBy(6));
    private static final Duration SWEEP = Duration.ofHours(1);

    private final Due due = new Due(
            TestPolicy.DEFAULT, new StepTimeout(Duration.ofMinutes(10), Duration.ofMinutes(2), Duration.ofMinutes(10)));

    /** A host whose rotations fail one after another, swept every hour until one of them can succeed. */
    private final class Life {
        private final String hostId;
        private final boolean later;
        private Optional<Instant> begun = Optional.empty();
        private Optional<Instant> retryAt = Optional.empty();
        private int failures;
        private int hopeless;

        Life(int number, boolean later, int hopeless) {
            this.hostId = "mi-%017x".formatted(number);
            this.later = later;
            this.hopeless = hopeless;
        }

        /** When the rotation begins that succeeds; the end of another life if none does by then. */
        Instant rescuedAt() {
            Instant now = START.plus(SWEEP);
            while (now.isBefore(END.plus(LIFE))) {
                Decision decision = due.decide(row(now), now);
                if (decision instanceof Decision.Renew) {
                    if (hopeless == 0) {
                        return now;
                    }
                    hopeless--;
                    begun = Optional.of(now);
                    fail(now);
                } else if (decision instanceof Decision.Resume) {
                    fail(now);
                }
                now = now.plus(SWEEP);
            }
            return now;
        }

        private void fail(Instant now) {
            if (!later) {
                failures++;
                retryAt = Optional.of(Backoff.retryAt(failures, Optional.of(END), now));
            }
        }

        private Host row(Instant now) {
            return Rows.active(START, END, row -> {
                row.hostId = hostId;
                row.retryAt = retryAt;
                begun.ifPresent(at -> {
                    row.state = later ? HostState.ACTIVE : HostState.FAILED;
                    // What is deferred is sent again every few minutes.
                    row.rotation = Optional.of(Rows.installing(
                            at, later ? now : at, !later, Optional.of(at).filter(_ -> later)));
                });
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "true, 1", "false, 2", "true, 2", "false, 3"})
    void of_500_hosts_none_is_without_a_certificate_whatever_keeps_their_installations(boolean later, int hopeless) {
        Stream<Instant> rescued =
                IntStream.range(0, 500).mapToObj(number -> new Life(number, later, hopeless).rescuedAt());
        // A new key, its certificate and its installation take minutes: an hour is left for them.
        assertThat(rescued.filter(at -> at.isAfter(END.minus(SWEEP)))).isEmpty();
    }

    private Decision decide(boolean paused, Instant begun, Instant retryAt, Instant now) {
        return due.decide(
                Rows.active(START, END, row -> {
                    row.retryAt = Optional.of(retryAt);
                    row.rotation = Optional.of(Rows.installing(
                            begun, begun, paused, Optional.of(begun).filter(_ -> !paused)));
                }),
                now);
    }

    @Test
    void a_paused_installation_gives_way_as_soon_as_the_certificate_in_use_is_urgent_whatever_its_back_off() {
        Instant begun = URGENT.minus(Duration.ofHours(20));
        Instant retryAt = URGENT.plus(Duration.ofHours(6));
        assertThat(decide(true, begun, retryAt, URGENT)).isInstanceOf(Decision.Leave.class);
        assertThat(decide(true, begun, retryAt, URGENT.plusSeconds(1)))
                .isInstanceOfSatisfying(Decision.Renew.class, renew -> {
                    assertThat(renew.closes()).contains("rotation-1");
                    assertThat(renew.urgent()).isTrue();
                    assertThat(renew.forced()).isFalse();
                });
    }

    @Test
    void one_that_was_begun_when_it_was_urgent_already_gives_way_after_its_back_off_also_when_the_other_has_ended() {
        for (Instant begun : new Instant[] {URGENT.plusSeconds(1), END.plus(Duration.ofDays(1))}) {
            Instant retryAt = begun.plus(Duration.ofHours(3));
            assertThat(decide(true, begun, retryAt, retryAt.minusSeconds(1))).isInstanceOf(Decision.Leave.class);
            assertThat(decide(true, begun, retryAt, retryAt)).isInstanceOf(Decision.Renew.class);
        }
    }

    @Test
    void one_that_is_deferred_gives_way_too_and_later_ones_when_half_of_what_was_left_is_gone() {
        Instant begun = URGENT.minus(Duration.ofHours(20));
        assertThat(decide(false, begun, START, URGENT.plusSeconds(1))).isInstanceOf(Decision.Renew.class);
        Instant late = END.minus(Duration.ofHours(10));
        assertThat(decide(false, late, START, END.minus(Duration.ofHours(5)))).isInstanceOf(Decision.Renew.class);
        assertThat(decide(false, late, START, END.minus(Duration.ofHours(5)).minusSeconds(1)))
                .isNotInstanceOf(Decision.Renew.class);
    }

    @Test
    void what_is_deferred_after_the_end_is_tried_on_with_the_certificate_that_is_already_issued() {
        Instant begun = END.plus(Duration.ofHours(1));
        assertThat(decide(false, begun, START, begun.plus(Duration.ofHours(12))))
                .isInstanceOf(Decision.Resume.class);
        assertThat(decide(false, begun, START, begun.plus(LIFE.dividedBy(3)))).isInstanceOf(Decision.Renew.class);
    }

    @Test
    void a_host_without_a_certificate_gets_the_one_that_is_already_issued() {
        Host host = Rows.host(row -> {
            row.state = HostState.FAILED;
            row.rotation = Optional.of(Rows.installing(START, START, true, Optional.empty()));
        });
        assertThat(due.decide(host, START.plus(Duration.ofHours(55)))).isInstanceOf(Decision.Resume.class);
    }

    @Test
    void a_certificate_without_a_key_on_its_host_is_replaced_at_once_should_the_message_be_lost() {
        Host host = Rows.active(START, END, row -> {
            row.needsNewKey = Optional.of("rotation-1");
            row.rotation = Optional.of(Rows.installing(START, START, false, Optional.empty()));
        });
        assertThat(due.decide(host, START.plusSeconds(1)))
                .isInstanceOfSatisfying(
                        Decision.Renew.class,
                        renew -> assertThat(renew.closes()).contains("rotation-1"));
    }
}
