package io.certfleet.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.certfleet.rotation.HostSettings;
import io.certfleet.rotation.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The agent's log on a host holds the payload, and every user of the host may read it: it has the host's settings alone. */
class CsrPayloadTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void a_payload_has_public_values_only() {
        Map<String, String> attributes = new HashMap<>(Row.SETTINGS.attributes());
        attributes.put("reloadUnit", "grafana.service");
        attributes.put("reloadMode", "try-reload-or-restart");
        CsrRequest request = new CsrRequest(
                "mi-0123456789abcdef0", "0f8fad5b-d9cb-469f-a165-70867728950e", new HostSettings(attributes), 1, false);

        assertThat(request.line(NOW, NOW.plus(Duration.ofMinutes(20))).values())
                .containsOnly(
                        entry("rotationId", "0f8fad5b-d9cb-469f-a165-70867728950e"),
                        entry("keyAlgorithm", "EC_prime256v1"),
                        entry("certPath", "/etc/certfleet"),
                        entry("keyPath", "/etc/certfleet"),
                        entry("csrPath", "/etc/certfleet"),
                        entry("cacertPath", "/etc/certfleet"),
                        entry("signinghelperPath", "/usr/local/bin"),
                        entry("roleArn", Row.ROLE_ARN),
                        entry("profileArn", Row.PROFILE_ARN),
                        entry("owner", "root"),
                        entry("reloadUnit", "grafana.service"),
                        entry("reloadMode", "try-reload-or-restart"),
                        entry("clockFrom", "20261231235500"),
                        entry("clockUntil", "20270101002500"));
    }
}
