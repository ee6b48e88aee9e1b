package io.certfleet.queue;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The messages of a batch that must come back: what threw, and what said so. One does not hold up the others. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final Set<String> ids = new HashSet<>();

    /** Does the work of one message, which comes back unless it answers true. */
    public void unless(QueueMessage message, BooleanSupplier work) {
        try {
            if (!work.getAsBoolean()) {
                LOG.infof(
                        "comes back messageId=%s queue=%s",
                        message.id(), message.queue().word());
                ids.add(message.id());
            }
        } catch (RuntimeException e) {
            failed(List.of(message), e);
        }
    }

    /** Does work that serves several messages, which all come back if it throws. */
    public void unless(Collection<QueueMessage> messages, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed(messages, e);
        }
    }

    private void failed(Collection<QueueMessage> messages, RuntimeException e) {
        for (QueueMessage message : messages) {
            LOG.errorf(
                    e,
                    "comes back messageId=%s queue=%s reason=%s",
                    message.id(),
                    message.queue().word(),
                    e.getMessage());
            ids.add(message.id());
        }
    }

    /** Their ids. */
    public Set<String> ids() {
        return Set.copyOf(ids);
    }
}
