package io.certfleet.crlsync;

import io.certfleet.crlsync.TrustedCrls.Held;
import io.certfleet.notification.Notifications;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Brings the CA's newest CRL into Roles Anywhere, and never an older one. */
@ApplicationScoped
class Sync {
    private static final Logger LOG = Logger.getLogger(Sync.class);

    private final CrlBucket bucket;
    private final Authority authority;
    private final TrustedCrls trusted;
    private final NewlyRevoked newlyRevoked;
    private final Notifications notifications;
    private final CrlSettings settings;

    Sync(
            CrlBucket bucket,
            Authority authority,
            TrustedCrls trusted,
            NewlyRevoked newlyRevoked,
            Notifications notifications,
            CrlSettings settings) {
        this.bucket = bucket;
        this.authority = authority;
        this.trusted = trusted;
        this.newlyRevoked = newlyRevoked;
        this.notifications = notifications;
        this.settings = settings;
    }

    /** Tells the deployer of all that our CRL in Roles Anywhere lists: the table is older than it. */
    void announce() {
        X509Certificate ca = authority.certificate();
        trusted.find().ours().stream()
                .flatMap(held -> read(held, ca).stream())
                .findFirst()
                .ifPresent(newlyRevoked::announce);
    }

    /** Compares and, where needed, updates; what must not be updated is reported to the operators and is done. */
    void run(Instant now) {
        Optional<byte[]> object = bucket.newest();
        if (object.isEmpty()) {
            // The first CRL appears only after the first certificate (Private CA user guide).
            LOG.infof("CRL awaited object=%s", bucket);
            return;
        }
        RevocationList newest;
        try {
            newest = RevocationList.of(object.get());
        } catch (IllegalArgumentException e) {
            refuse("the object " + bucket + " cannot be used: " + e.getMessage());
            return;
        }
        X509Certificate ca = authority.certificate();
        if (!newest.isSignedBy(ca)) {
            refuse("the object " + bucket + " is not signed by the CA");
            return;
        }
        TrustedCrls.Found found = trusted.find();
        Optional<String> obstacle = found.obstacle();
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
        } else if (found.ours().isEmpty()) {
            apply(newest, Optional.empty(), ca);
        } else {
            // Two with our name, imported at the same time, both refuse what they list: both are kept up to date.
            found.ours().forEach(held -> apply(newest, Optional.of(held), ca));
            warnIfTwice(found.ours());
        }
        warnIfStale(newest, now);
    }

    private void apply(RevocationList newest, Optional<Held> ours, X509Certificate ca) {
        String pem = newest.pem();
        Optional<RevocationList> current = ours.flatMap(held -> read(held, ca));
        switch (SyncDecision.of(newest, pem.length(), current)) {
            case SyncDecision.Put(String reason) -> {
                newlyRevoked.announce(newest, current);
                Held held = trusted.put(ours, pem);
                if (!held.enabled() || !read(held, ca).equals(Optional.of(newest))) {
                    throw new IllegalStateException(
                            "Roles Anywhere does not hold the CRL that it was given, or has it disabled");
                }
                Metrics.counter("certfleet.crl.updates").increment();
                LOG.infof("CRL put number=%s entries=%d reason=%s", newest.number(), newest.entries(), reason);
                mustStillBeNewest(newest);
                warnIfNearlyFull(newest, pem.length());
            }
            case SyncDecision.Keep(String reason) -> {
                if (ours.isPresent() && !ours.get().enabled()) {
                    trusted.enable(ours.get().id());
                    LOG.warnf("CRL enabled number=%s reason=it was disabled", newest.number());
                }
                LOG.infof("CRL kept number=%s reason=%s", newest.number(), reason);
            }
            case SyncDecision.Refuse(String reason) -> refuse(reason);
        }
    }

    /**
     * UpdateCrl knows no condition: another of us may have put a newer one in between, which ours has replaced. Whoever puts
     * one therefore looks once more, and is redelivered if it was overtaken.
     */
    private void mustStillBeNewest(RevocationList put) {
        bucket.newest().map(RevocationList::of).map(RevocationList::number).ifPresent(number -> {
            if (number.compareTo(put.number()) > 0) {
                throw new IllegalStateException(
                        "the CA has written CRL " + number + " while " + put.number() + " was put");
            }
        });
    }

    /** Ours, if it is one that the CA has signed: no number of another's, however high, may keep the CA's out. */
    private static Optional<RevocationList> read(Held held, X509Certificate ca) {
        try {
            return Optional.of(RevocationList.of(held.pem().getBytes(StandardCharsets.US_ASCII)))
                    .filter(crl -> crl.isSignedBy(ca));
        } catch (IllegalArgumentException e) {
            LOG.warnf("CRL in Roles Anywhere cannot be read crlId=%s reason=%s", held.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private void refuse(String reason) {
        Metrics.counter("certfleet.crl.refused").increment();
        LOG.errorf("CRL refused reason=%s", reason);
        notifications.alarm(
                "the CRL was not updated",
                "Reason: " + reason + "\nUntil this is fixed, revocations do not reach Roles Anywhere.");
    }

    private void warnIfTwice(List<Held> ours) {
        if (ours.size() > 1) {
            String ids = ours.stream().map(Held::id).collect(Collectors.joining(" and "));
            LOG.warnf("CRL twice ids=%s", ids);
            notifications.alarm(
                    "two CRLs bear our name",
                    "Roles Anywhere holds " + ids + ", which are both kept up to date. It takes no third.\n"
                            + "What to do: delete one (aws rolesanywhere delete-crl).");
        }
    }

    private void warnIfNearlyFull(RevocationList newest, int size) {
        if (SyncDecision.isNearlyFull(size)) {
            LOG.warnf("CRL nearly full number=%s entries=%d bytes=%d", newest.number(), newest.entries(), size);
            notifications.alarm(
                    "the CRL is nearly full",
                    "It has " + size + " bytes with " + newest.entries() + " entries; Roles Anywhere takes "
                            + SyncDecision.LARGEST_PEM
                            + ".\nWhat to do: revoke only what is compromised or retired; entries leave the CRL when their"
                            + " certificates have expired.");
        }
    }

    private void warnIfStale(RevocationList newest, Instant now) {
        if (SyncDecision.isStale(newest, settings.crlWarning(), now)) {
            LOG.warnf("CRL stale number=%s nextUpdate=%s", newest.number(), newest.nextUpdate());
            notifications.alarm(
                    "the CRL is about to expire",
                    "The CA's newest CRL (number " + newest.number() + ") ends at " + newest.nextUpdate()
                            + ", and no newer one has arrived in " + bucket
                            + ".\nWhat to do: see whether the CA can write to the bucket (metric MisconfiguredCRLBucket of"
                            + " AWS/ACMPrivateCA).");
        }
    }
}
