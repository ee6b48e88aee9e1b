package io.certfleet.queue;

import io.certfleet.message.Excerpt;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The messages of a batch that must be redelivered: what threw, and what said so. One does not hold up the others. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    // A race is over at the second or third receive.
    private static final int LASTING = 6;
    private static final int LONGEST_REASON = 1000;

    private final Set<String> ids = new HashSet<>();

    /** Does the work of one message, which is redelivered unless it answers true. */
    public void unless(QueueMessage message, BooleanSupplier work) {
        try {
            if (!work.getAsBoolean()) {
                LOG.infof(
                        "to be redelivered messageId=%s queue=%s",
                        message.id(), message.queue().word());
                ids.add(message.id());
            }
        } catch (RuntimeException e) {
            failed(List.of(message), e);
        }
    }

    /** Does work that serves several messages, which all are redelivered if it throws. */
    public void unless(Collection<QueueMessage> messages, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(messages, e);
        }
    }

    private void failed(Collection<QueueMessage> messages, RuntimeException e) {
        for (QueueMessage message : messages) {
            String reason = Excerpt.of(String.valueOf(e.getMessage()), LONGEST_REASON);
            LOG.errorf(
                    e,
                    "to be redelivered messageId=%s queue=%s reason=%s",
                    message.id(),
                    message.queue().word(),
                    reason);
            if (message.receiveCount() >= LASTING) {
                // An alarm counts this line, one for all messages: a cause that lasts fills the dead-letter queue.
                LOG.errorf(
                        "keeps failing messageId=%s queue=%s receives=%d reason=%s",
                        message.id(), message.queue().word(), message.receiveCount(), reason);
            }
            ids.add(message.id());
        }
    }

    /** Their ids. */
    public Set<String> ids() {
        return Set.copyOf(ids);
    }
}
