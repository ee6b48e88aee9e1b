package io.certfleet.rotation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A key that a closed rotation may have had signed without knowing the certificate, as a member of {@code orphanedKeys}: its
 * digest, and after an @ until when such a certificate may live. Members of older rows have no such time.
 *
 * @param until empty where it is not known
 */
public record OrphanedKey(String digest, Optional<Instant> until) {
    // A certificate lives no longer than was asked for, and the CA's clock is another.
    private static final Duration MORE = Duration.ofHours(1);
    // Of a rotation that does not say how long its certificate is to live.
    private static final Duration LONGEST = Duration.ofDays(180);

    /** That of a rotation that waits for a certificate; empty if it waits for none. */
    public static Optional<OrphanedKey> of(Rotation rotation) {
        return rotation.keyDigest()
                .filter(_ -> rotation.awaitsAdoption())
                .map(digest -> new OrphanedKey(
                        digest,
                        Optional.of(rotation.stepAt()
                                .plus(rotation.validity(LONGEST))
                                .plus(MORE))));
    }

    /** Reads a member; what follows an @ and is not a time is ignored. */
    static OrphanedKey read(String member) {
        String[] parts = member.split("@", 2);
        return new OrphanedKey(parts[0], parts.length < 2 ? Optional.empty() : time(parts[1]));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As it is written into the row. */
    public String member() {
        return digest
                + until.map(end -> "@" + end.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    }

    /** Whether no certificate of it can be good any more. */
    public boolean isOver(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isPresent();
    }
}
