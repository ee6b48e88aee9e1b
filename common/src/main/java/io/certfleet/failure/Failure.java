package io.certfleet.failure;

import io.certfleet.inventory.Inventory;
import io.certfleet.notification.Notifications;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.LastError;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import io.certfleet.table.Update;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Records that an attempt failed for good, once: state failed, the reason, the back-off, one notification. Of a host that is
 * not enabled nothing is recorded.
 */
@ApplicationScoped
public class Failure {
    private static final Logger LOG = Logger.getLogger(Failure.class);

    private final Inventory inventory;
    private final Notifications notifications;

    Failure(Inventory inventory, Notifications notifications) {
        this.inventory = inventory;
        this.notifications = notifications;
    }

    /** The rotation's command failed for good: what has a certificate to keep is paused, and else ended. */
    public void fail(Host host, Rotation rotation, String why, Instant now) {
        if (rotation instanceof Rotation.Installing) {
            pause(host, rotation, why, now);
        } else {
            end(host, rotation, why, now);
        }
    }

    /** The rotation has no certificate to save: it is ended. */
    public void end(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        if (inventory.write(Transitions.ended(host, rotation, why, retryAt(host, now)))) {
            tell(host, rotation.step().word(), rotation.id(), why, retryAt(host, now));
        }
    }

    /** The rotation holds an issued certificate: it stays, and resumes after the back-off. */
    public void pause(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        Instant retryAt = retryAt(host, now);
        if (inventory.write(Transitions.paused(host, rotation, why, retryAt))) {
            log(host, rotation.step().word(), rotation.id(), why, retryAt);
            notifications.paused(host, rotation.step().word(), why, retryAt);
        }
    }

    /**
     * The host has deferred installation for long: the operators are notified, once for a rotation. It is not final:
     * nothing waits for a back-off, the caller goes on trying.
     */
    public void postpone(Host host, Rotation rotation, String why, Instant nextAt) {
        if (isLeftAlone(host, why)) {
            return;
        }
        if (inventory.write(Transitions.postponedForLong(host, rotation, why))) {
            log(host, rotation.step().word(), rotation.id(), why, nextAt);
            notifications.postponed(host, rotation.step().word(), why, nextAt);
        }
    }

    /** The host cannot even be asked: no rotation begins. The caller's conditions decide whether this is still true. */
    public void refuse(Host host, Update conditions, String step, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        Instant retryAt = retryAt(host, now);
        if (inventory.write(Transitions.failed(conditions, host, why, retryAt))) {
            tell(host, step, "none", why, retryAt);
        }
    }

    /**
     * AWS refuses what the rotation needs, for every host alike: it stays as it is, and the next sweep asks again. An alarm
     * counts what the caller logs, one for the cause; the operators are not notified of each host.
     */
    public void holdUp(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        inventory.write(Transitions.heldUp(host, rotation, why, now));
    }

    /** Nothing is recorded of a host that is not enabled: its rotation stays as it is until it is enabled again. */
    private static boolean isLeftAlone(Host host, String why) {
        if (!host.enabled()) {
            LOG.infof("left hostID=%s reason=it is not enabled: %s", host.hostId(), why);
        }
        return !host.enabled();
    }

    private void tell(Host host, String step, String rotationId, String why, Instant retryAt) {
        log(host, step, rotationId, why, retryAt);
        notifications.failed(host, step, LastError.of(why), retryAt);
    }

    private static void log(Host host, String step, String rotationId, String why, Instant retryAt) {
        LOG.warnf(
                "failed hostID=%s rotation=%s step=%s retryAt=%s reason=%s",
                host.hostId(), rotationId, step, retryAt, LastError.of(why));
    }

    private static Instant retryAt(Host host, Instant now) {
        return Backoff.retryAt(host.failures() + 1, host.certificateEnd(), now);
    }
}
