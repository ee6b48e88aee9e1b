package io.certfleet.inventory;

import io.certfleet.notification.Notifications;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Records that an attempt failed for good, once: state failed, the reason, the back-off, one notification. Of a host that is
 * not enabled nothing is recorded.
 */
@ApplicationScoped
public class Failure {
    private static final Logger LOG = Logger.getLogger(Failure.class);
    private static final int LONGEST_ERROR = 1000;

    private final Inventory inventory;
    private final Notifications notifications;

    Failure(Inventory inventory, Notifications notifications) {
        this.inventory = inventory;
        this.notifications = notifications;
    }

    /** The rotation has no certificate to save: it is ended. */
    public void end(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        Update update = failed(host, why, now)
                .during(rotation.id(), rotation.step())
                .set("lastRotation", rotation.id())
                .remove("rotation");
        LostKey.of(rotation).ifPresent(lost -> update.add("lostKeys", List.of(lost.member())));
        if (inventory.write(update)) {
            tell(host, rotation.step().word(), rotation.id(), why, retryAt(host, now));
        }
    }

    /** The rotation holds a paid certificate: it stays, and resumes after the back-off. */
    public void pause(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        Instant retryAt = retryAt(host, now);
        boolean written = inventory.write(failed(host, why, now)
                .during(rotation.id(), rotation.step())
                // One answer delivered twice is one failure.
                .when("rotation.commandId", rotation.commandId())
                .whenAbsent("rotation.paused")
                .set("rotation.paused", 1)
                .remove("rotation.postponedSince"));
        if (written) {
            log(host, rotation.step().word(), rotation.id(), why, retryAt);
            notifications.paused(host, rotation.step().word(), why, retryAt);
        }
    }

    /**
     * The host has put its certificate off for long: people are told, once for a rotation. It is no failure for good:
     * nothing waits for a back-off, the caller goes on trying.
     */
    public void postpone(Host host, Rotation rotation, String why, Instant nextAt) {
        if (isLeftAlone(host, why)) {
            return;
        }
        boolean written = inventory.write(lastError(Update.of(host), why)
                .during(rotation.id(), rotation.step())
                .whenAbsent("rotation.toldPostponed")
                .set("rotation.toldPostponed", 1));
        if (written) {
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
        if (inventory.write(failed(conditions, host, why, now))) {
            tell(host, step, "none", why, retryAt);
        }
    }

    /**
     * AWS refuses what the rotation needs, for every host alike: it stays as it is, and the next sweep asks again. An alarm
     * counts what the caller logs, one for the cause; people are not told of each host.
     */
    public void holdUp(Host host, Rotation rotation, String why, Instant now) {
        if (isLeftAlone(host, why)) {
            return;
        }
        inventory.write(Update.of(host)
                .during(rotation.id(), rotation.step())
                .when("rotation.commandId", rotation.commandId())
                .set("lastError", cut(why))
                .set("rotation.heldUpAt", now));
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
        notifications.failed(host, step, cut(why), retryAt);
    }

    private static void log(Host host, String step, String rotationId, String why, Instant retryAt) {
        LOG.warnf(
                "failed hostID=%s rotation=%s step=%s retryAt=%s reason=%s",
                host.hostId(), rotationId, step, retryAt, cut(why));
    }

    private static Update failed(Host host, String why, Instant now) {
        return failed(Update.of(host), host, why, now);
    }

    private static Update failed(Update update, Host host, String why, Instant now) {
        lastError(update, why).add("failures", 1).set("retryAt", retryAt(host, now));
        return host.isWithoutExpiry() ? update.set("triedWithoutExpiry", 1) : update.remove("triedWithoutExpiry");
    }

    private static Update lastError(Update update, String why) {
        return update.set("state", HostState.FAILED.word()).set("lastError", cut(why));
    }

    /** As much of a reason as a row keeps. */
    public static String cut(String why) {
        return why.length() > LONGEST_ERROR ? why.substring(0, LONGEST_ERROR) : why;
    }

    private static Instant retryAt(Host host, Instant now) {
        return Backoff.retryAt(host.failures() + 1, host.certificateEnd(), now);
    }
}
