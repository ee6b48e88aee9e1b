package io.certfleet.crlsync;

import io.certfleet.message.Message.CrlGenerationFailed;
import io.certfleet.message.Message.CrlObjectCreated;
import io.certfleet.message.Message.CrlSyncMessage;
import io.certfleet.message.Message.VerifyCrl;
import io.certfleet.queue.BatchHandler;
import io.certfleet.queue.BatchReader;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** crl-sync: one look at bucket and Roles Anywhere serves a whole batch, since only the newest CRL counts. */
@ApplicationScoped
class CrlSyncHandler implements BatchHandler {
    private static final Logger LOG = Logger.getLogger(CrlSyncHandler.class);

    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final CrlBucket bucket;
    private final Sync sync;
    private final Clock clock;

    CrlSyncHandler(BatchReader reader, DeadLetters deadLetters, CrlBucket bucket, Sync sync, Clock clock) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.bucket = bucket;
        this.sync = sync;
        this.clock = clock;
    }

    @Override
    public Set<String> handle(List<QueueMessage> batch) {
        Failures failures = new Failures();
        List<QueueMessage> reasons = new ArrayList<>();
        List<QueueMessage> restored = new ArrayList<>();
        reader.read(batch).forEach((message, body) -> {
            if (!(body instanceof CrlSyncMessage own)) {
                deadLetters.reject(
                        message, "crl-sync does not handle " + body.getClass().getSimpleName());
                return;
            }
            switch (own) {
                case VerifyCrl(boolean announce) -> {
                    reasons.add(message);
                    if (announce) {
                        restored.add(message);
                    }
                }
                case CrlObjectCreated(String from, String key)
                when !bucket.isBucket(from) ->
                    deadLetters.reject(message, "the object s3://" + from + "/" + key + " is not in " + bucket);
                case CrlObjectCreated(String _, String key) when bucket.isCrl(key) -> reasons.add(message);
                case CrlGenerationFailed(String reason) ->
                    // The CA tries again by itself. An alarm counts this line; nothing else can be done here.
                    LOG.errorf("CRL generation failed messageId=%s reason=%s", message.id(), reason);
                case CrlObjectCreated(String from, String key) ->
                    // Another CA may write to the same bucket.
                    LOG.infof("left messageId=%s reason=s3://%s/%s is not %s", message.id(), from, key, bucket);
            }
        });
        if (!reasons.isEmpty()) {
            failures.unless(reasons, () -> sync.run(clock.instant()));
        }
        // Afterwards: a long list must not keep the CRL from being put.
        if (!restored.isEmpty() && failures.ids().isEmpty()) {
            failures.unless(restored, sync::announce);
        }
        return failures.ids();
    }
}
