package io.certfleet.standin.privateca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.privateca.Lifecycle.Status;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Lifecycle pending = Lifecycle.created(NOW, Duration.ZERO);
    private final Lifecycle active = pending.imported(NOW);
    private final Lifecycle disabled = active.updated("DISABLED", NOW);
    private final Lifecycle deleted = disabled.deleted(7, NOW);

    private static void assertRefused(ThrowingCallable step) {
        Calls.assertRefused("InvalidStateException", step);
    }

    @Test
    void a_ca_is_being_created_until_it_is_ready() {
        Lifecycle slow = Lifecycle.created(NOW, Duration.ofSeconds(1));
        assertThat(slow.at(NOW.plusMillis(999))).isEqualTo(Status.CREATING);
        assertThat(slow.at(NOW.plusSeconds(1))).isEqualTo(Status.PENDING_CERTIFICATE);
        assertRefused(() -> slow.imported(NOW));
    }

    @Test
    void a_certificate_makes_it_active_and_a_second_one_leaves_it_so() {
        assertThat(active.at(NOW)).isEqualTo(Status.ACTIVE);
        assertThat(active.imported(NOW.plusSeconds(1))).isEqualTo(active);
        assertRefused(() -> disabled.imported(NOW));
    }

    @Test
    void it_is_switched_off_and_on_again_but_not_before_it_was_active() {
        assertThat(disabled.at(NOW)).isEqualTo(Status.DISABLED);
        assertThat(disabled.updated("ACTIVE", NOW).at(NOW)).isEqualTo(Status.ACTIVE);
        assertRefused(() -> pending.updated("DISABLED", NOW));
        assertThatThrownBy(() -> active.updated("EXPIRED", NOW)).hasMessageContaining("ACTIVE or DISABLED");
    }

    @Test
    void an_active_ca_is_not_deleted_and_a_deleted_one_is_restored_within_its_days() {
        assertRefused(() -> active.deleted(7, NOW));
        assertThat(deleted.at(NOW)).isEqualTo(Status.DELETED);
        assertThat(deleted.restorableUntil()).contains(NOW.plus(Duration.ofDays(7)));
        assertRefused(() -> deleted.deleted(7, NOW));
        assertThat(deleted.restored(true, NOW).at(NOW)).isEqualTo(Status.DISABLED);
        assertThat(pending.deleted(7, NOW).restored(false, NOW).at(NOW)).isEqualTo(Status.PENDING_CERTIFICATE);
        assertRefused(() -> active.restored(true, NOW));
    }
}
