package io.certfleet.crlsync;

import io.certfleet.notification.Notifications;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.rolesanywhere.model.CrlDetail;

/** Brings the CA's newest CRL into Roles Anywhere, and never an older one. */
@ApplicationScoped
class Sync {
    private static final Logger LOG = Logger.getLogger(Sync.class);

    private final CrlBucket bucket;
    private final Authority authority;
    private final TrustedCrl trusted;
    private final Notifications notifications;
    private final CrlSettings settings;

    Sync(CrlBucket bucket, Authority authority, TrustedCrl trusted, Notifications notifications, CrlSettings settings) {
        this.bucket = bucket;
        this.authority = authority;
        this.trusted = trusted;
        this.notifications = notifications;
        this.settings = settings;
    }

    /** Compares and, where needed, updates; what must not be updated is told to people and is done. */
    void run(Instant now) {
        Optional<byte[]> object = bucket.newest();
        if (object.isEmpty()) {
            // The first CRL appears only after the first certificate (Private CA user guide).
            LOG.infof("no CRL yet in %s", bucket);
            return;
        }
        RevocationList newest;
        try {
            newest = RevocationList.of(object.get());
        } catch (IllegalArgumentException e) {
            refuse("the object " + bucket + " cannot be read: " + e.getMessage());
            return;
        }
        if (!authority.hasSigned(newest)) {
            refuse("the object " + bucket + " is not signed by the CA");
            return;
        }
        Optional<CrlDetail> present = trusted.find();
        apply(newest, present);
        if (SyncDecision.isStale(newest, settings.crlWarning(), now)) {
            LOG.warnf("stale CRL number=%s nextUpdate=%s", newest.number(), newest.nextUpdate());
            notifications.alarm(
                    "the CRL is about to expire",
                    "The CA's newest CRL (number " + newest.number() + ") ends at " + newest.nextUpdate()
                            + ", and no newer one has arrived in " + bucket
                            + ".\nWhat to do: see whether the CA can write to the bucket (metric MisconfiguredCRLBucket of"
                            + " AWS/ACMPrivateCA).");
        }
    }

    private void apply(RevocationList newest, Optional<CrlDetail> present) {
        Optional<RevocationList> current =
                present.map(crl -> RevocationList.of(crl.crlData().asByteArray()));
        switch (SyncDecision.of(newest, current)) {
            case SyncDecision.Put(String reason) -> {
                trusted.put(present, newest.pem());
                Metrics.counter("certfleet.crl.updates").increment();
                LOG.infof("CRL put number=%s entries=%d reason=%s", newest.number(), newest.entries(), reason);
            }
            case SyncDecision.Keep(String reason) -> {
                if (present.filter(crl -> !crl.enabled()).isPresent()) {
                    trusted.enable(present.get().crlId());
                    LOG.warnf("CRL enabled number=%s reason=it was disabled", newest.number());
                }
                LOG.infof("CRL kept reason=%s", reason);
            }
            case SyncDecision.Refuse(String reason) -> refuse(reason);
        }
    }

    private void refuse(String reason) {
        Metrics.counter("certfleet.crl.refused").increment();
        LOG.errorf("CRL refused reason=%s", reason);
        notifications.alarm(
                "the CRL was not updated",
                "Reason: " + reason + "\nUntil this is mended, revocations do not reach Roles Anywhere.");
    }
}
