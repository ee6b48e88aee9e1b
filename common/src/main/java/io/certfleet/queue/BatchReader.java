package io.certfleet.queue;

import io.certfleet.message.Message;
import io.certfleet.message.Messages;
import io.certfleet.message.UnreadableMessageException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a batch: what cannot be read is rejected at once, and does not hold up the rest. */
@ApplicationScoped
public class BatchReader {
    // EventBridge's own limit of an event; the longest request of ours, a list of hosts, is far below it.
    private static final int LONGEST_BODY = 256 * 1024;

    private final DeadLetters deadLetters;

    /** For CDI, and for tests with a client of their own. */
    public BatchReader(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    /** The messages of the batch that can be read, in its order. */
    public Map<QueueMessage, Message> read(List<QueueMessage> batch) {
        Map<QueueMessage, Message> messages = new LinkedHashMap<>();
        for (QueueMessage message : batch) {
            if (message.rejection().isPresent()) {
                // What it asks for may be wrong by now, or was sent anew meanwhile: nobody has asked for it today.
                deadLetters.rejectAgain(message, message.rejection().get());
                continue;
            }
            if (message.body().length() > LONGEST_BODY) {
                deadLetters.reject(
                        message,
                        "the body has " + message.body().length() + " characters; at most " + LONGEST_BODY
                                + " are read");
                continue;
            }
            try {
                messages.put(message, Messages.read(message.body()));
            } catch (UnreadableMessageException e) {
                if (e.isOfLaterVersion()) {
                    deadLetters.putAside(message, e.getMessage());
                } else {
                    deadLetters.reject(message, e.getMessage());
                }
            }
        }
        return messages;
    }
}
