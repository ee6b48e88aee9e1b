package io.certfleet.crlsync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do with the newest CRL of the bucket, given the one that Roles Anywhere has. */
sealed interface SyncDecision {
    /** ImportCrl and UpdateCrl take 1 to 300,000 bytes of PEM (Roles Anywhere API reference). */
    int LARGEST_PEM = 300_000;

    /** Give it to Roles Anywhere. */
    record Put(String reason) implements SyncDecision {}

    /** Roles Anywhere has it. */
    record Keep(String reason) implements SyncDecision {}

    /** It must not be given to Roles Anywhere; an operator must look at it. */
    record Refuse(String reason) implements SyncDecision {}

    /**
     * Decides by size and number; the signatures of both are checked before.
     *
     * @param size of the newest as PEM
     * @param current empty if Roles Anywhere has none of ours, or one that the CA has not signed
     */
    static SyncDecision of(RevocationList newest, int size, Optional<RevocationList> current) {
        if (size > LARGEST_PEM) {
            return new Refuse("the CRL has " + size + " bytes with " + newest.entries()
                    + " entries; Roles Anywhere takes " + LARGEST_PEM);
        }
        if (current.isEmpty()) {
            return new Put("Roles Anywhere has none that the CA has signed");
        }
        int order = newest.number().compareTo(current.get().number());
        if (order < 0) {
            return new Refuse("the CRL's number " + newest.number() + " is older than "
                    + current.get().number() + ", which Roles Anywhere has");
        }
        if (order > 0) {
            return new Put(
                    "number " + newest.number() + " after " + current.get().number());
        }
        return newest.x509().equals(current.get().x509())
                ? new Keep("number " + newest.number() + " is there already")
                : new Put("number " + newest.number() + " has another content than the one there");
    }

    /** Whether it will soon be too large: revocations would stop reaching Roles Anywhere without anything failing at the CA. */
    static boolean isNearlyFull(int size) {
        return size >= LARGEST_PEM / 10 * 9;
    }

    /**
     * Whether a CRL is about to be, or is, past its nextUpdate: the CA should have written a newer one by now. Private CA
     * does so at about half of a CRL's life, so the last third is late even where that is shorter than the warning.
     */
    static boolean isStale(RevocationList crl, Duration warning, Instant now) {
        Duration third = Duration.between(crl.thisUpdate(), crl.nextUpdate()).dividedBy(3);
        return !now.isBefore(crl.nextUpdate().minus(warning.compareTo(third) < 0 ? warning : third));
    }
}
