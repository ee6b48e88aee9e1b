package io.certfleet.checker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {
    private Duration validity = Duration.ofDays(7);
    private double fraction = 0.6667;
    private double jitter = 0.05;
    private int rate = 5;
    private int segments = 8;
    private int page = 500;
    private Duration budget = Duration.ofSeconds(20);
    private Duration offlineDelivery = Duration.ofHours(1);
    private Duration delivery = Duration.ofMinutes(10);

    private String table = "certfleet-inventory";

    @Test
    void the_defaults_and_both_ends_of_every_range_are_taken() {
        assertThatCode(this::check).doesNotThrowAnyException();
        validity = Duration.ofHours(1);
        fraction = 0.2;
        jitter = 0.1;
        rate = 1;
        segments = 1;
        page = 1;
        budget = Duration.ofSeconds(1);
        delivery = Duration.ofSeconds(30);
        assertThatCode(this::check).doesNotThrowAnyException();
        fraction = 0.8;
        jitter = 0;
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void a_validity_below_an_hour_is_refused_by_name() {
        validity = Duration.ofMinutes(59);
        refused("certfleet.validity (CERTFLEET_VALIDITY) is 'PT59M'");
    }

    @Test
    void a_table_without_a_name_is_refused_by_name() {
        table = "a b";
        refused("CERTFLEET_TABLE_NAME) is 'a b'");
    }

    @Test
    void a_fraction_that_leaves_no_time_or_asks_at_once_is_refused_by_name() {
        fraction = 0.81;
        refused("CERTFLEET_RENEWAL_FRACTION");
        fraction = 0.19;
        refused("CERTFLEET_RENEWAL_FRACTION");
        fraction = Double.NaN;
        refused("CERTFLEET_RENEWAL_FRACTION");
    }

    @Test
    void a_negative_or_large_jitter_is_refused_by_name() {
        jitter = -0.01;
        refused("CERTFLEET_JITTER");
        jitter = 0.11;
        refused("CERTFLEET_JITTER");
    }

    @Test
    void a_rate_of_nothing_is_refused_by_name() {
        rate = 0;
        refused("CERTFLEET_ROTATION_RATE");
    }

    @Test
    void a_sweep_in_no_part_or_page_is_refused_by_name() {
        segments = 0;
        refused("CERTFLEET_SWEEP_SEGMENTS");
        segments = 8;
        page = 0;
        refused("CERTFLEET_SWEEP_PAGE");
    }

    @Test
    void a_budget_near_the_visibility_is_refused_by_name() {
        budget = Duration.ofSeconds(61);
        refused("CERTFLEET_SWEEP_BUDGET");
    }

    @Test
    void a_delivery_time_out_below_systems_managers_minimum_is_refused_by_name() {
        delivery = Duration.ofSeconds(29);
        refused("CERTFLEET_DELIVERY_TIMEOUT");
    }

    @Test
    void so_is_one_for_offline_hosts_above_systems_managers_maximum() {
        offlineDelivery = Duration.ofDays(30).plusSeconds(1);
        refused("CERTFLEET_OFFLINE_DELIVERY_TIMEOUT");
    }

    private void refused(String words) {
        assertThatThrownBy(this::check).hasMessageContaining(words);
    }

    private void check() {
        TestPolicy policy = new TestPolicy(
                new TestPolicy.Renewal(validity, fraction, jitter),
                rate,
                new TestPolicy.Sweep(segments, budget, page),
                delivery,
                offlineDelivery);
        new PolicyCheck(policy, policy, policy, table);
    }
}
