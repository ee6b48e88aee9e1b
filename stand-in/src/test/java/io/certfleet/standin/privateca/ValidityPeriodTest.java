package io.certfleet.standin.privateca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValidityPeriodTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.900Z");
    private static final Instant ISSUANCE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant WEEK = Instant.parse("2026-03-08T12:00:00Z");
    private static final Instant CA_END = Instant.parse("2036-01-01T00:00:00Z");

    private static ObjectNode validity(String type, long value) {
        ObjectNode request = Json.object();
        request.putObject("Validity").put("Type", type).put("Value", value);
        return request;
    }

    private static ValidityPeriod shortLived(ObjectNode request) {
        return ValidityPeriod.of(request, NOW, CA_END, true);
    }

    private static Instant end(String type, long value) {
        return ValidityPeriod.of(validity(type, value), NOW, CA_END, false).notAfter();
    }

    @Test
    void it_begins_an_hour_before_the_issuance() {
        assertThat(shortLived(validity("DAYS", 1)).notBefore()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
    }

    @Test
    void seven_days_are_the_most_in_short_lived_mode() {
        assertThat(shortLived(validity("DAYS", 7)).notAfter()).isEqualTo(WEEK);
        assertThat(shortLived(validity("ABSOLUTE", WEEK.minusSeconds(1).getEpochSecond()))
                        .notAfter())
                .isEqualTo(WEEK.minusSeconds(1));
        assertThat(shortLived(validity("ABSOLUTE", WEEK.getEpochSecond())).notAfter())
                .isEqualTo(WEEK);
        assertThatThrownBy(() ->
                        shortLived(validity("ABSOLUTE", WEEK.plusSeconds(1).getEpochSecond())))
                .hasMessageContaining("7 days");
        assertThatThrownBy(() -> shortLived(validity("DAYS", 8))).hasMessageContaining("7 days");
    }

    @Test
    void a_general_purpose_ca_signs_as_long_as_it_lives_itself() {
        assertThat(end("DAYS", 90)).isEqualTo(Instant.parse("2026-05-30T12:00:00Z"));
        assertThat(end("YEARS", 1)).isEqualTo(Instant.parse("2027-03-01T12:00:00Z"));
        assertThat(end("ABSOLUTE", CA_END.getEpochSecond())).isEqualTo(CA_END);
        assertThatThrownBy(() -> end("ABSOLUTE", CA_END.plusSeconds(1).getEpochSecond()))
                .hasMessage("The certificate validity specified exceeds the certificate authority validity.");
    }

    @Test
    void it_must_last_a_second() {
        assertThat(shortLived(validity("ABSOLUTE", ISSUANCE.plusSeconds(1).getEpochSecond()))
                        .notAfter())
                .isEqualTo(ISSUANCE.plusSeconds(1));
        assertThatThrownBy(() -> shortLived(validity("ABSOLUTE", ISSUANCE.getEpochSecond())))
                .hasMessageContaining("ends before it begins");
        assertThatThrownBy(() -> shortLived(validity("DAYS", 0))).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> shortLived(validity("WEEKS", 1))).hasMessageContaining("ABSOLUTE, DAYS, YEARS");
        assertThatThrownBy(() -> shortLived(Json.object())).hasMessageContaining("Value");
        ObjectNode later = validity("DAYS", 7);
        later.putObject("ValidityNotBefore").put("Type", "ABSOLUTE").put("Value", ISSUANCE.getEpochSecond());
        assertThatThrownBy(() -> shortLived(later)).hasMessageContaining("not served");
    }
}
