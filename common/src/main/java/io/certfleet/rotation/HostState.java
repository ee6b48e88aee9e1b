package io.certfleet.rotation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is known about a host's certificate; the work on it is the {@link Rotation}'s. */
public enum HostState {
    /** No certificate was installed yet. */
    NEW,
    /** The host holds a certificate that proved itself. */
    ACTIVE,
    /** The last attempt failed for good; the next is made after {@code retryAt}. */
    FAILED,
    /** Systems Manager does not reach the host. */
    OFFLINE,
    /** Revoked: nothing happens until an operator asks for a new certificate. */
    REVOKED;

    /** The word in the table and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<HostState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
