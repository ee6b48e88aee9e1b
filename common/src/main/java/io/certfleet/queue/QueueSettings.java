package io.certfleet.queue;

import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How the container entry gathers batches, as Lambda's event source mapping does: {@code certfleet.<queue>.batch-size},
 * {@code .batch-window} (from the first message) and {@code .visibility} (of a message while it is in work).
 */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class QueueSettings {
    private final Config config;

    QueueSettings(Config config) {
        this.config = config;
    }

    /** The settings of one queue. */
    record Batching(int size, Duration window, Duration visibility) {
        Batching {
            if (size < 1 || size > 10_000) {
                throw new IllegalStateException("a batch size of " + size + " is not 1 to 10000");
            }
            if (window.isNegative() || window.toSeconds() > 300) {
                throw new IllegalStateException("a batch window of " + window + " is not 0 to 300 s");
            }
            if (visibility.toSeconds() <= window.toSeconds() || visibility.toHours() > 12) {
                throw new IllegalStateException(
                        "a visibility of " + visibility + " is not over the window and up to 12 h");
            }
        }
    }

    Batching of(QueueName queue) {
        String prefix = "certfleet." + queue.word();
        try {
            return new Batching(
                    config.getValue(prefix + ".batch-size", Integer.class),
                    config.getValue(prefix + ".batch-window", Duration.class),
                    config.getValue(prefix + ".visibility", Duration.class));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "settings of the queue " + queue.word() + " (" + prefix + ".*): " + e.getMessage(), e);
        }
    }
}
