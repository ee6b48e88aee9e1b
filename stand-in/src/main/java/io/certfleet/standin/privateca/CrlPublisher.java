package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes the CRL into its bucket some time after what it must say: several revocations may share one. */
final class CrlPublisher {
    /** "If for any reason a CRL update fails, Private CA makes further attempts every 15 minutes." */
    private static final Duration RETRY = Duration.ofMinutes(15);

    private static final System.Logger LOG = System.getLogger(CrlPublisher.class.getName());

    private final RevocationList list;
    private final String caArn;
    private final CaState state;
    private final Surroundings around;
    private boolean awaited;
    private boolean published;
    private long generation;

    CrlPublisher(RevocationList list, String caArn, CaState state, Surroundings around) {
        this.list = list;
        this.caArn = caArn;
        this.state = state;
        this.around = around;
    }

    private Optional<CrlConfiguration> configuration() {
        return state.configuration().crl();
    }

    /** A certificate was signed; the first one that names the CRL brings it into being. */
    synchronized void certificateIssued() {
        if (!published) {
            await(around.settings().crlDelay());
        }
    }

    /** A certificate was revoked. */
    synchronized void certificateRevoked() {
        await(around.settings().crlDelay());
    }

    private synchronized void await(Duration delay) {
        if (!awaited && configuration().isPresent()) {
            awaited = true;
            around.later().after(delay, "publishing the CRL", this::publish);
        }
    }

    private void publish() {
        synchronized (this) {
            // Before the list is read: a revocation during the writing gets a CRL of its own.
            awaited = false;
            published = true;
        }
        // Switched off since.
        configuration().ifPresent(this::publish);
    }

    private void publish(CrlConfiguration where) {
        try {
            byte[] der = list.sign(around.now(), where.lifetime());
            Files.writeString(around.file("crl.pem"), Pem.of("X509 CRL", der) + "\n");
            around.store().put(where.bucket(), where.key(caId()), der);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "writing the CRL of " + caArn, e);
            around.tell(
                    "CRL Generation",
                    List.of(caArn),
                    Json.object()
                            .put("result", "failure")
                            .put("reason", "Failed to write CRL to S3. Check your S3 bucket permissions."));
            await(RETRY);
            return;
        }
        around.tell("CRL Generation", List.of(caArn), Json.object().put("result", "success"));
        refreshBeforeNextUpdate(where);
    }

    private synchronized void refreshBeforeNextUpdate(CrlConfiguration where) {
        long current = ++generation;
        around.later().after(where.lifetime().dividedBy(2), "refreshing the CRL", () -> refresh(current));
    }

    private synchronized void refresh(long current) {
        if (current == generation) {
            await(Duration.ZERO);
        }
    }

    private String caId() {
        return caArn.substring(caArn.lastIndexOf('/') + 1);
    }

    /** The address that certificates name, if the CA publishes a CRL. */
    Optional<String> address() {
        return configuration()
                .map(where -> "http://" + where.bucket() + ".s3."
                        + around.settings().account().region() + ".amazonaws.com/" + where.key(caId()));
    }
}
