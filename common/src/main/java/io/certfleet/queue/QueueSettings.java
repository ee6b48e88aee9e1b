package io.certfleet.queue;

import io.certfleet.authority.Idempotency;
import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.Config;

/**
 * How the container entry gathers batches, as Lambda's event source mapping does: {@code certfleet.<queue>.batch-size},
 * {@code .batch-window} (from the first message) and {@code .visibility} (of a message while it is in work).
 */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class QueueSettings {
    // SQS, ChangeMessageVisibility: 12 hours from the receive, extensions included.
    private static final Duration LONGEST = Duration.ofHours(12);
    // A message of a process that died must be back while the CA may be asked again.
    private static final Duration LONGEST_CSR = Idempotency.REPEATABLE;

    private final Config config;

    QueueSettings(Config config) {
        this.config = config;
    }

    /**
     * The settings of one queue.
     *
     * @param longest how long a message stays invisible at most, however long the work on it takes
     */
    record Batching(int size, Duration window, Duration visibility, Duration longest) {}

    Batching of(QueueName queue) {
        Duration longest = queue == QueueName.CSR ? LONGEST_CSR : LONGEST;
        int size = value(queue, "batch-size", Integer.class);
        // A segment of a sweep has a budget of its own, and a batch ends before its messages are redelivered.
        int largest = queue == QueueName.CHECK ? 1 : 10_000;
        if (size < 1 || size > largest) {
            throw senseless(queue, "batch-size", size, "1 to " + largest);
        }
        Duration window = value(queue, "batch-window", Duration.class);
        if (window.isNegative() || window.toSeconds() > 300) {
            throw senseless(queue, "batch-window", window, "0 to 300 seconds");
        }
        Duration visibility = value(queue, "visibility", Duration.class);
        if (visibility.toSeconds() <= window.toSeconds() || visibility.compareTo(longest) > 0) {
            throw senseless(queue, "visibility", visibility, "longer than the batch window and up to " + longest);
        }
        return new Batching(size, window, visibility, longest);
    }

    private <T> T value(QueueName queue, String setting, Class<T> type) {
        try {
            return config.getValue(property(queue, setting), type);
        } catch (RuntimeException e) {
            throw new IllegalStateException(named(queue, setting) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static IllegalStateException senseless(QueueName queue, String setting, Object value, String range) {
        return new IllegalStateException(named(queue, setting) + " is " + value + ", which is not " + range);
    }

    private static String named(QueueName queue, String setting) {
        String property = property(queue, setting);
        return property + " (" + property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT) + ")";
    }

    private static String property(QueueName queue, String setting) {
        return "certfleet." + queue.word() + "." + setting;
    }
}
