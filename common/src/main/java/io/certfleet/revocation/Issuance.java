package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import java.time.Instant;

/**
 * A certificate that a host was issued, known beside its row.
 *
 * @param intentAt when the CA was first asked for it, or earlier: what was asked for after an operator has let the host in
 *     again is not meant by a revocation of before
 */
public record Issuance(ListedCertificate certificate, Instant intentAt) {
    /** Whether it has expired, so that nobody needs to know of it any more. */
    boolean isOver(Instant now) {
        return !now.isBefore(RevokedCertificate.forgottenAt(certificate));
    }
}
