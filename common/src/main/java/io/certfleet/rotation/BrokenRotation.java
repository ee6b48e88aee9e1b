package io.certfleet.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * A rotation under way that cannot be read. What it has begun may still be at work, so that nothing else is begun before it
 * must be over; nobody can go on with it, so that another takes its place then.
 *
 * @param since the last time that can be read in it; empty if there is none
 * @param keyDigest of the key that it may have had signed, if that can be read
 */
public record BrokenRotation(Optional<Instant> since, Optional<String> keyDigest) {
    /** What a message names that closes it: its own id may be unknown. */
    public static final String ID = "cannot-be-read";
}
