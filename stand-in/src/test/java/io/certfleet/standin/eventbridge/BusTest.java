package io.certfleet.standin.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.ManualExecutor;
import io.certfleet.standin.privateca.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00.250Z"));
    private final ManualExecutor executor = new ManualExecutor(clock);
    private final List<String> queues = new ArrayList<>();
    private final List<JsonNode> bodies = new ArrayList<>();
    private final Bus bus = new Bus(Account.standard(), clock, this::send, executor);

    BusTest() {
        bus.add(new Rule("mine", "{\"source\":[\"mine\"]}"));
    }

    private void send(String queue, String body) {
        queues.add(queue);
        bodies.add(Json.read(body.getBytes(StandardCharsets.UTF_8)));
    }

    private void emit(String host) {
        bus.emit("mine", "Type", List.of("r"), Json.object().put("instance-id", host));
    }

    private void pass(Duration time) {
        clock.advance(time);
        executor.runDue();
    }

    @Test
    void an_event_has_the_envelope_of_eventbridge() {
        emit("mi-1");
        pass(Duration.ZERO);
        ObjectNode body = (ObjectNode) bodies.getFirst();
        assertThat(body.remove("id").asText()).hasSize(36);
        assertThat(body.toString())
                .isEqualTo(
                        "{\"version\":\"0\",\"detail-type\":\"Type\",\"source\":\"mine\",\"account\":\"111122223333\","
                                + "\"time\":\"2026-03-01T12:00:00Z\",\"region\":\"us-east-1\",\"resources\":[\"r\"],"
                                + "\"detail\":{\"instance-id\":\"mi-1\"}}");
        assertThat(queues).containsExactly("mine");
    }

    @Test
    void an_event_that_no_rule_matches_goes_nowhere() {
        bus.emit("other", "Type", List.of(), Json.object());
        pass(Duration.ofHours(1));
        assertThat(queues).isEmpty();
    }

    @Test
    void an_event_goes_to_every_queue_whose_rule_it_matches() {
        bus.add(new Rule("second", "{\"detail-type\":[\"Type\"]}"));
        emit("mi-1");
        pass(Duration.ZERO);
        assertThat(queues).containsExactlyInAnyOrder("mine", "second");
    }

    @Test
    void by_default_an_event_is_delivered_once() {
        emit("mi-1");
        pass(Duration.ofHours(1));
        assertThat(bodies).hasSize(1);
    }

    @Test
    void twice_is_at_once_and_again_within_the_spread() {
        bus.delivery(Delivery.twice(Duration.ofSeconds(20)));
        emit("mi-1");
        executor.runDue();
        assertThat(bodies).isNotEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
    }

    @Test
    void one_in_so_many_of_each_kind_is_lost_with_its_copy_the_first_of_each_too() {
        bus.add(new Rule("second", "{\"detail-type\":[\"Other\"]}"));
        bus.delivery(Delivery.twice(Duration.ofSeconds(20)).losingEvery(3));
        for (int number = 1; number <= 7; number++) {
            emit("mi-" + number);
            bus.emit("yours", "Other", List.of(), Json.object().put("instance-id", "other-" + number));
        }
        pass(Duration.ofHours(1));
        assertThat(bodies)
                .extracting(body -> body.at("/detail/instance-id").asText())
                .containsExactlyInAnyOrder(
                        "mi-2", "mi-2", "mi-3", "mi-3", "mi-5", "mi-5", "mi-6", "mi-6", "other-2", "other-2", "other-3",
                        "other-3", "other-5", "other-5", "other-6", "other-6");
        assertThat(bus.lost()).containsOnly(Map.entry("Type for mine", 3L), Map.entry("Other for second", 3L));
    }

    @Test
    void what_is_still_to_be_delivered_is_known_without_what_is_held() {
        bus.delivery(Delivery.twice(Duration.ofSeconds(20)).holdingEvery(2));
        emit("mi-1");
        emit("mi-2");
        assertThat(bus.underWay()).isEqualTo(3);
        pass(Duration.ofSeconds(20));
        assertThat(bus.underWay()).isZero();
        bus.releaseHeld();
        assertThat(bus.underWay()).isEqualTo(1);
    }

    @Test
    void the_tenth_copy_waits_until_it_is_released() {
        bus.delivery(Delivery.twice(Duration.ofSeconds(20)).holdingEvery(10));
        for (int number = 1; number <= 20; number++) {
            emit("mi-" + number);
        }
        pass(Duration.ofHours(1));
        assertThat(bodies).hasSize(38);
        assertThat(bus.releaseHeld(
                        event -> event.at("/detail/instance-id").asText().equals("mi-10")))
                .isEqualTo(1);
        pass(Duration.ZERO);
        assertThat(bodies).hasSize(39);
        assertThat(bodies.getLast().at("/detail/instance-id").asText()).isEqualTo("mi-10");
        assertThat(bus.releaseHeld()).isEqualTo(1);
        assertThat(bus.releaseHeld()).isZero();
        pass(Duration.ZERO);
        assertThat(bodies.getLast().at("/detail/instance-id").asText()).isEqualTo("mi-20");
    }

    @Test
    void a_queue_that_refuses_stops_no_other_event() {
        Bus failing = new Bus(
                Account.standard(),
                clock,
                (queue, body) -> {
                    queues.add(queue);
                    throw new IllegalStateException("refused");
                },
                executor);
        failing.add(new Rule("mine", "{\"source\":[\"mine\"]}"));
        failing.emit("mine", "Type", List.of(), Json.object());
        failing.emit("mine", "Type", List.of(), Json.object());
        executor.runDue();
        assertThat(queues).hasSize(2);
    }
}
