package io.certfleet.queue;

import io.certfleet.message.Message;
import io.certfleet.message.Messages;

/**
 * A message to send.
 *
 * @param delaySeconds until it becomes visible, 0 to 900
 */
public record Outgoing(String body, int delaySeconds) {
    /** SQS delays a message by at most 15 minutes. */
    public static final int LONGEST_DELAY = 900;

    /** Refuses a delay that SQS would refuse. */
    public Outgoing {
        if (delaySeconds < 0 || delaySeconds > LONGEST_DELAY) {
            throw new IllegalArgumentException("a delay of " + delaySeconds + " s is not 0 to " + LONGEST_DELAY);
        }
    }

    /** Visible at once. */
    public static Outgoing now(Message message) {
        return later(message, 0);
    }

    /** Visible after so many seconds. */
    public static Outgoing later(Message message, int delaySeconds) {
        return new Outgoing(Messages.write(message), delaySeconds);
    }
}
