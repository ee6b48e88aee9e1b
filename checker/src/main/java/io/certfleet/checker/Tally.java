package io.certfleet.checker;

import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** What one part of a sweep saw and did: its log line, and its metrics. */
final class Tally {
    private static final Logger LOG = Logger.getLogger(Tally.class);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Duration soon;
    private final Map<String, Integer> states = new TreeMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private final Map<String, Integer> resumed = new TreeMap<>();
    private int renewed;
    private int urgent;
    private int forced;
    private int expiring;
    private int newlyExpiring;
    private final Optional<SweepLease.Held> sweep;
    private int misread;

    /** The policy tells when a certificate's end is near: in a day, of a short one in half of what is left when it is due. */
    Tally(Policy policy, Optional<SweepLease.Held> sweep) {
        this.sweep = sweep;
        Duration half = Duration.ofSeconds((long) (policy.validity().toSeconds() * (1 - policy.renewalFraction()) / 2));
        this.soon = half.compareTo(A_DAY) < 0 ? half : A_DAY;
    }

    void count(Host host, Decision decision, Instant now) {
        states.merge(host.state().word(), 1, Integer::sum);
        // A revoked certificate may end: nobody renews it.
        if (host.enabled()
                && host.state() != HostState.REVOKED
                && host.certificateEnd().filter(now.plus(soon)::isAfter).isPresent()) {
            expiring++;
            host.certificateEnd().filter(this::isNews).ifPresent(expiry -> {
                // An alarm counts this line: once for a host, whose failures would hide the next host's otherwise.
                newlyExpiring++;
                LOG.warnf("expiring hostID=%s expiry=%s", host.hostId(), expiry);
            });
        }
        if (host.reading().fault().isPresent()) {
            misread++;
        }
        switch (decision) {
            case Decision.Leave leave -> left.merge(leave.reason(), 1, Integer::sum);
            case Decision.Resume resume -> resumed.merge(resume.reason(), 1, Integer::sum);
            case Decision.Renew renew -> {
                renewed++;
                urgent += renew.urgent() ? 1 : 0;
                forced += renew.forced() ? 1 : 0;
            }
        }
    }

    /**
     * Whether the end came near since the last sweep that reached every host began. A host that was disabled then is renewed
     * at once when it is enabled, and told of if that fails.
     */
    private boolean isNews(Instant expiry) {
        Instant nearSince = expiry.minus(soon);
        return sweep.map(held -> nearSince.isBefore(held.startedAt())
                        && held.since().filter(nearSince::isBefore).isEmpty())
                .orElse(true);
    }

    /** Counters, not gauges: segments are swept by several processes, and the sum over a sweep's time is the fleet. */
    void publish() {
        states.forEach((state, hosts) ->
                Metrics.counter("certfleet.sweep.hosts", "state", state).increment(hosts));
        Metrics.counter("certfleet.sweep.due").increment(renewed);
        Metrics.counter("certfleet.sweep.resumed").increment(sum(resumed));
        Metrics.counter("certfleet.sweep.expiring").increment(expiring);
        Metrics.counter("certfleet.sweep.misread").increment(misread);
    }

    int hosts() {
        return sum(states);
    }

    int renewed() {
        return renewed;
    }

    int urgent() {
        return urgent;
    }

    int forced() {
        return forced;
    }

    int expiring() {
        return expiring;
    }

    int newlyExpiring() {
        return newlyExpiring;
    }

    /** Rows with an attribute that is not what it must be. */
    int misread() {
        return misread;
    }

    Map<String, Integer> states() {
        return Map.copyOf(states);
    }

    Map<String, Integer> left() {
        return Map.copyOf(left);
    }

    Map<String, Integer> resumed() {
        return Map.copyOf(resumed);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
