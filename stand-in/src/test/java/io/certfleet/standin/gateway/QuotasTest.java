package io.certfleet.standin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.certfleet.standin.privateca.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotasTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Quotas quotas = new Quotas(clock);

    private void call(String service, String operation) {
        quotas.pass(Calls.json("issuer", service, operation, new byte[0]));
    }

    private int passed(int calls, String service, String operation) {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            try {
                call(service, operation);
                passed++;
            } catch (AwsError refused) {
                assertThat(refused.code()).isEqualTo("ThrottlingException");
            }
        }
        return passed;
    }

    @Test
    void twenty_five_certificates_are_issued_at_once_and_the_next_one_is_throttled() {
        assertThat(passed(25, "acm-pca", "IssueCertificate")).isEqualTo(25);
        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> call("acm-pca", "IssueCertificate"))
                .satisfies(error -> assertThat(error.status()).isEqualTo(400));
    }

    @Test
    void a_token_comes_back_after_its_share_of_a_second_and_not_a_millisecond_before() {
        passed(25, "acm-pca", "IssueCertificate");
        clock.advance(Duration.ofMillis(39));
        assertThat(passed(1, "acm-pca", "IssueCertificate")).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(passed(2, "acm-pca", "IssueCertificate")).isEqualTo(1);
    }

    @Test
    void a_long_pause_saves_no_more_than_a_second() {
        clock.advance(Duration.ofHours(1));
        passed(1, "acm-pca", "IssueCertificate");
        clock.advance(Duration.ofHours(1));
        assertThat(passed(60, "acm-pca", "IssueCertificate")).isEqualTo(25);
    }

    @Test
    void a_clock_that_steps_back_takes_nothing_away_and_gives_nothing_twice() {
        passed(1, "acm-pca", "IssueCertificate");
        clock.advance(Duration.ofSeconds(-5));
        assertThat(passed(30, "acm-pca", "IssueCertificate")).isEqualTo(24);
        clock.advance(Duration.ofSeconds(5));
        assertThat(passed(1, "acm-pca", "IssueCertificate")).isZero();
    }

    @Test
    void the_operations_on_crls_share_one_call_a_second_and_are_refused_with_429() {
        call("rolesanywhere", "ListCrls");
        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> call("rolesanywhere", "UpdateCrl"))
                .satisfies(error -> assertThat(error.status()).isEqualTo(429));
        assertThatNoException().isThrownBy(() -> call("rolesanywhere", "GetTrustAnchor"));
        clock.advance(Duration.ofSeconds(1));
        assertThatNoException().isThrownBy(() -> call("rolesanywhere", "UpdateCrl"));
    }

    @Test
    void other_quotas_are_as_aws_sets_them() {
        assertThat(List.of(
                        passed(100, "acm-pca", "GetCertificate"),
                        passed(100, "acm-pca", "RevokeCertificate"),
                        passed(100, "rolesanywhere", "CreateSession")))
                .containsExactly(75, 20, 10);
    }

    @Test
    void what_has_no_quota_is_never_throttled() {
        assertThat(passed(1_000, "sqs", "SendMessage")).isEqualTo(1_000);
    }
}
