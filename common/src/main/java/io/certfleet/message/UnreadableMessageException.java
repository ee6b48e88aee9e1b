package io.certfleet.message;

/** A message that can never succeed: its text says why, and goes with it to the dead-letter queue. */
public final class UnreadableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The reason, as an operator reads it. */
    public UnreadableMessageException(String reason) {
        super(reason);
    }
}
