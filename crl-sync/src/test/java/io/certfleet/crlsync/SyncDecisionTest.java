package io.certfleet.crlsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.crlsync.SyncDecision.Keep;
import io.certfleet.crlsync.SyncDecision.Put;
import io.certfleet.crlsync.SyncDecision.Refuse;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncDecisionTest {
    private final TestCa ca = new TestCa("ours");
    private final RevocationList seven = RevocationList.of(ca.crl(7));

    private SyncDecision after(long number) {
        return SyncDecision.of(seven, 1, Optional.of(RevocationList.of(ca.crl(number))));
    }

    @Test
    void the_first_one_is_put() {
        assertThat(SyncDecision.of(seven, 1, Optional.empty())).isInstanceOf(Put.class);
    }

    @Test
    void a_newer_one_is_put_the_same_is_kept_and_an_older_one_is_refused() {
        assertThat(after(6)).isEqualTo(new Put("number 7 after 6"));
        assertThat(SyncDecision.of(seven, 1, Optional.of(seven))).isInstanceOf(Keep.class);
        assertThat(after(8)).isEqualTo(new Refuse("the CRL's number 7 is older than 8, which Roles Anywhere has"));
    }

    @Test
    void the_same_number_with_another_content_is_put() {
        RevocationList other = RevocationList.of(ca.crl(BigInteger.valueOf(7), 2, TestCa.NEXT_UPDATE));
        assertThat(SyncDecision.of(seven, 1, Optional.of(other))).isInstanceOf(Put.class);
    }

    @Test
    void three_hundred_thousand_bytes_are_put_and_one_more_is_refused() {
        assertThat(SyncDecision.of(seven, 299_999, Optional.empty())).isInstanceOf(Put.class);
        assertThat(SyncDecision.of(seven, 300_000, Optional.empty())).isInstanceOf(Put.class);
        assertThat(SyncDecision.of(seven, 300_001, Optional.empty()))
                .isEqualTo(new Refuse("the CRL has 300001 bytes with 1 entries; Roles Anywhere takes 300000"));
    }

    @Test
    void from_nine_tenths_on_it_is_nearly_full() {
        assertThat(SyncDecision.isNearlyFull(269_999)).isFalse();
        assertThat(SyncDecision.isNearlyFull(270_000)).isTrue();
    }

    @Test
    void it_is_stale_from_the_warning_before_its_next_update_on() {
        Duration warning = Duration.ofHours(12);
        Instant late = TestCa.NEXT_UPDATE.minus(warning);
        assertThat(SyncDecision.isStale(seven, warning, late.minusSeconds(1))).isFalse();
        assertThat(SyncDecision.isStale(seven, warning, late)).isTrue();
        assertThat(SyncDecision.isStale(seven, warning, TestCa.NEXT_UPDATE.plusSeconds(1)))
                .isTrue();
    }

    @Test
    void one_that_lives_shorter_is_stale_in_its_last_third() {
        Instant end = TestCa.THIS_UPDATE.plus(Duration.ofHours(24));
        RevocationList day = RevocationList.of(ca.crl(BigInteger.ONE, 0, end));
        Instant late = end.minus(Duration.ofHours(8));
        assertThat(SyncDecision.isStale(day, Duration.ofHours(12), late.minusSeconds(1)))
                .isFalse();
        assertThat(SyncDecision.isStale(day, Duration.ofHours(12), late)).isTrue();
    }
}
