package io.certfleet.standin.runcommand.management;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ActivationsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final Activations activations = new Activations(clock);

    private static ObjectNode request() {
        return Json.object().put("IamRole", "certfleet-node");
    }

    private JsonNode described(String id) {
        ObjectNode request = Json.object();
        request.putArray("Filters")
                .addObject()
                .put("FilterKey", "ActivationIds")
                .putArray("FilterValues")
                .add(id);
        return activations.describe(request).path("ActivationList");
    }

    @Test
    void an_activation_has_an_id_and_a_code_and_is_described_without_the_code() {
        ObjectNode request = request().put("RegistrationLimit", 100).put("Description", "Hosts");
        request.putArray("Tags").addObject().put("Key", "certfleet").put("Value", "certfleet");
        ObjectNode created = activations.create(request);
        assertThat(created.path("ActivationCode").asText()).hasSize(20);
        JsonNode described = described(created.path("ActivationId").asText()).path(0);
        assertThat(described.path("RegistrationLimit").asInt()).isEqualTo(100);
        assertThat(described.path("RegistrationsCount").asInt()).isZero();
        assertThat(described.path("Description").asText()).isEqualTo("Hosts");
        assertThat(described.path("Tags")).isEqualTo(request.path("Tags"));
        assertThat(described.toString())
                .doesNotContain(created.path("ActivationCode").asText());
        assertThat(described("00000000-0000-0000-0000-000000000000")).isEmpty();
    }

    @Test
    void without_a_date_it_expires_after_a_day() {
        String id = activations.create(request()).path("ActivationId").asText();
        clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(described(id).at("/0/Expired").asBoolean()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(described(id).at("/0/Expired").asBoolean()).isTrue();
    }

    @Test
    void it_expires_within_30_days_and_lets_1000_register_at_most() {
        long now = clock.instant().getEpochSecond();
        long month = Duration.ofDays(30).toSeconds();
        activations.create(request().put("ExpirationDate", now + month));
        assertRefused(
                "ValidationException", () -> activations.create(request().put("ExpirationDate", now + month + 1)));
        assertRefused("ValidationException", () -> activations.create(request().put("ExpirationDate", now)));
        assertRefused("ValidationException", () -> activations.create(request().put("RegistrationLimit", 1001)));
        assertRefused("ValidationException", () -> activations.create(request().put("RegistrationLimit", 0)));
        assertRefused("ValidationException", () -> activations.create(Json.object()));
    }

    @Test
    void it_is_deleted_once() {
        String id = activations.create(request()).path("ActivationId").asText();
        ObjectNode named = Json.object().put("ActivationId", id);
        activations.delete(named);
        assertThat(described(id)).isEmpty();
        assertRefused("InvalidActivation", () -> activations.delete(named));
    }
}
