package io.certfleet.issuer;

import io.certfleet.command.Line;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSettings;
import io.certfleet.rotation.HostState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/**
 * What generate-csr is to do on one host.
 *
 * @param offline whether the host was not reached before
 */
record CsrRequest(String hostId, String rotationId, HostSettings settings, int attempt, boolean offline) {

    /** Of a signed request's time: "within five minutes of the time stamp", IAM User Guide, Signature Version 4. */
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

    static CsrRequest of(Host host, String rotationId, HostSettings settings, int attempt) {
        return new CsrRequest(host.hostId(), rotationId, settings, attempt, host.state() == HostState.OFFLINE);
    }

    /**
     * What generate-csr reads for this host.
     *
     * @param until when nobody waits for the answer any more
     */
    Line line(Instant now, Instant until) {
        Map<String, String> values = new HashMap<>(settings.attributes());
        values.put("rotationId", rotationId);
        values.put("clockFrom", CLOCK.format(now.minus(LARGEST_SKEW)));
        values.put("clockUntil", CLOCK.format(until.plus(LARGEST_SKEW)));
        return new Line(hostId, offline, values);
    }
}
