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

    /** It must not be given to Roles Anywhere; people must look at it. */
    record Refuse(String reason) implements SyncDecision {}

    /** Decides by number and size; the signature is checked before. */
    static SyncDecision of(RevocationList newest, Optional<RevocationList> present) {
        int size = newest.pem().length;
        if (size > LARGEST_PEM) {
            return new Refuse(
                    "the CRL has " + size + " bytes with " + newest.entries() + " entries; Roles Anywhere takes "
                            + LARGEST_PEM + ": revocations no longer reach the hosts' sessions");
        }
        if (present.isEmpty()) {
            return new Put("Roles Anywhere has none of ours");
        }
        int order = newest.number().compareTo(present.get().number());
        if (order < 0) {
            return new Refuse("the CRL's number " + newest.number() + " is older than "
                    + present.get().number() + ", which Roles Anywhere has");
        }
        return order == 0
                ? new Keep("number " + newest.number() + " is there already")
                : new Put(
                        "number " + newest.number() + " after " + present.get().number());
    }

    /** Whether a CRL is about to be, or is, past its nextUpdate: the CA should have written a newer one by now. */
    static boolean isStale(RevocationList crl, Duration warning, Instant now) {
        return !now.isBefore(crl.nextUpdate().minus(warning));
    }
}
