package io.certfleet.message;

/** A message that can never succeed: its text says why, and goes with it to the dead-letter queue. */
public final class UnreadableMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean laterVersion;

    /** The reason, as an operator reads it. */
    public UnreadableMessageException(String reason) {
        this(reason, false);
    }

    UnreadableMessageException(String reason, boolean laterVersion) {
        super(reason);
        this.laterVersion = laterVersion;
    }

    /** Whether a service of ours has sent it, so that a later version can read it. */
    public boolean isOfLaterVersion() {
        return laterVersion;
    }
}
