package io.certfleet.inventory;

/** A row that an operator or another program has written so that it cannot be understood; the text says where. */
public final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hostId;

    UnreadableRowException(String hostId, RuntimeException cause) {
        super("the row of " + hostId + " cannot be read: " + cause.getMessage(), cause);
        this.hostId = hostId;
    }

    /** The row's key. */
    public String hostId() {
        return hostId;
    }
}
