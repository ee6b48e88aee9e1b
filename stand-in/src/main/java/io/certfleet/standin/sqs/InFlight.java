package io.certfleet.standin.sqs;

import io.certfleet.standin.gateway.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The messages that were received and not yet deleted, by their receipt handles, and until when nobody else sees them. */
final class InFlight {
    private static final Duration LONGEST = Duration.ofSeconds(QueueLimits.LONGEST_VISIBILITY);
    private final Map<String, Received> byHandle = new ConcurrentHashMap<>();

    private record Received(Instant time, Instant hiddenUntil) {}

    void received(String handle, Instant now, int visibilitySeconds) {
        byHandle.values().removeIf(old -> old.time().plus(LONGEST).plus(LONGEST).isBefore(now));
        byHandle.put(handle, new Received(now, now.plusSeconds(visibilitySeconds)));
    }

    void deleted(String handle) {
        byHandle.remove(handle);
    }

    /** Why the visibility of a message cannot be changed; handles that were never given are the emulator's to judge. */
    Optional<AwsError> refusal(String handle, Instant now, int visibilitySeconds) {
        Received received = byHandle.get(handle);
        if (received == null) {
            return Optional.empty();
        }
        if (!now.isBefore(received.hiddenUntil())) {
            return Optional.of(
                    QueueError.of("MessageNotInflight", "The message referred to isn't in flight: " + handle));
        }
        // "The maximum allowed ... 12 hours ... from the time the message is received" (ChangeMessageVisibility).
        return now.plusSeconds(visibilitySeconds).isAfter(received.time().plus(LONGEST))
                ? Optional.of(QueueError.invalid(
                        visibilitySeconds,
                        "VisibilityTimeout",
                        "Total VisibilityTimeout for the message is beyond the limit [" + LONGEST.toSeconds()
                                + " seconds]"))
                : Optional.empty();
    }

    void changed(String handle, Instant now, int visibilitySeconds) {
        byHandle.computeIfPresent(
                handle, (same, received) -> new Received(received.time(), now.plusSeconds(visibilitySeconds)));
    }
}
