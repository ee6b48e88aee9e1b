package io.certfleet.command;

import io.certfleet.inventory.Inventory;
import io.certfleet.notification.Notifications;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Records that Systems Manager does not reach a host: state offline, the rotation kept. The operators are notified only when it
 * begins to matter, and once until the host has a new certificate: the sweep closes a rotation that waits too long and
 * begins another, for which the host is no less unreachable.
 */
@ApplicationScoped
public class Unreachable {
    private static final Logger LOG = Logger.getLogger(Unreachable.class);

    private final Inventory inventory;
    private final Notifications notifications;
    private final Settings settings;

    /** For CDI, and for tests with a table and a topic of their own. */
    public Unreachable(Inventory inventory, Notifications notifications, Settings settings) {
        this.inventory = inventory;
        this.notifications = notifications;
        this.settings = settings;
    }

    /** When an offline host is worth a notification. */
    @ConfigMapping(prefix = "certfleet.offline")
    public interface Settings {

        /** A host that waits this long for its first certificate. */
        @WithDefault("PT24H")
        Duration firstCertificate();

        /** A host whose certificate ends within this time. */
        @WithDefault("PT24H")
        Duration expiryThreshold();
    }

    /** The rotation's current command did not reach the host. */
    public void record(Host host, Rotation rotation, String details, Instant now) {
        if (!host.enabled()) {
            LOG.infof("left hostID=%s reason=it is not enabled, and is not reached (%s)", host.hostId(), details);
            return;
        }
        // A time-out of delivery is also what becomes of a script whose answer was lost (SSM API model, ExpiresAfter).
        String why = "Systems Manager has no answer of the host in time (" + details
                + "): it is not reached, or its answer was lost";
        Instant since = host.failed().offlineSince().orElse(rotation.startedAt());
        boolean tell = matters(host, since, now) && !host.failed().notifiedOffline();
        if (!inventory.write(Transitions.unreachable(host, rotation, since, why, tell))) {
            return;
        }
        LOG.warnf(
                "offline hostID=%s rotation=%s step=%s reason=%s",
                host.hostId(), rotation.id(), rotation.step().word(), why);
        if (tell) {
            notifications.alarm(
                    host.hostId() + " is offline", """
                    Host:   %s
                    Reason: %s
                    Its current certificate: %s
                    What to do: bring the host or its SSM agent back; the rotation goes on by itself.
                    """.formatted(host.hostId(), why, Notifications.validity(host)));
        }
    }

    private boolean matters(Host host, Instant since, Instant now) {
        return host.certificateEnd()
                .map(expiry -> !now.isBefore(expiry.minus(settings.expiryThreshold())))
                .orElse(!now.isBefore(since.plus(settings.firstCertificate())));
    }
}
