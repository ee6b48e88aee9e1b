package io.certfleet.local.authority;

import io.certfleet.local.door.EventSink;
import io.certfleet.local.door.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes the CRL into its bucket some time after what it must say: several revocations may share one. */
final class CrlPublisher {
    /** "If for any reason a CRL update fails, Private CA makes further attempts every 15 minutes." */
    private static final Duration RETRY = Duration.ofMinutes(15);

    private static final System.Logger LOG = System.getLogger(CrlPublisher.class.getName());

    private final RevocationList list;
    private final String caArn;
    private final CaSettings settings;
    private final Clock clock;
    private final EventSink events;
    private final BiConsumer<String, byte[]> bucket;
    private final Later later;
    private boolean awaited;
    private boolean published;
    private long generation;

    CrlPublisher(
            RevocationList list,
            String caArn,
            CaSettings settings,
            Clock clock,
            EventSink events,
            BiConsumer<String, byte[]> bucket,
            Later later) {
        this.list = list;
        this.caArn = caArn;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.bucket = bucket;
        this.later = later;
    }

    /** A certificate was signed; the first one that names the CRL brings it into being. */
    synchronized void certificateIssued() {
        if (!published) {
            await(settings.crlDelay());
        }
    }

    /** A certificate was revoked. */
    synchronized void certificateRevoked() {
        await(settings.crlDelay());
    }

    private synchronized void await(Duration delay) {
        if (!awaited) {
            awaited = true;
            later.after(delay, "publishing the CRL", this::publish);
        }
    }

    private void publish() {
        synchronized (this) {
            // Before the list is read: a revocation during the writing gets a CRL of its own.
            awaited = false;
            published = true;
        }
        try {
            byte[] der = list.sign(clock.instant());
            Files.writeString(settings.folder().resolve("crl.pem"), Pem.of("X509 CRL", der) + "\n");
            bucket.accept(key(), der);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "writing the CRL of " + caArn, e);
            events.emit(
                    "aws.acm-pca",
                    "ACM Private CA CRL Generation",
                    List.of(caArn),
                    Json.object()
                            .put("result", "failure")
                            .put("reason", "Failed to write CRL to S3. Check your S3 bucket permissions."));
            await(RETRY);
            return;
        }
        events.emit(
                "aws.acm-pca",
                "ACM Private CA CRL Generation",
                List.of(caArn),
                Json.object().put("result", "success"));
        refreshBeforeNextUpdate();
    }

    private synchronized void refreshBeforeNextUpdate() {
        long current = ++generation;
        later.after(settings.crlLifetime().dividedBy(2), "refreshing the CRL", () -> refresh(current));
    }

    private synchronized void refresh(long current) {
        if (current == generation) {
            await(Duration.ZERO);
        }
    }

    /** The object's key in the bucket. */
    String key() {
        return "crl/" + caArn.substring(caArn.lastIndexOf('/') + 1) + ".crl";
    }

    /** The address that certificates name. */
    String address() {
        return "http://" + settings.crlBucket() + ".s3." + settings.region() + ".amazonaws.com/" + key();
    }
}
