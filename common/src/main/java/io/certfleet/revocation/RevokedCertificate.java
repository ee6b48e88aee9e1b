package io.certfleet.revocation;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that is to be revoked, and what the CA was told of it.
 *
 * @param requestedAt when its revocation was asked for
 * @param toldAt when the CA took it; empty while it is only intended
 * @param refused why no CA takes it; tried again all the same, now and then
 */
public record RevokedCertificate(
        ListedCertificate certificate,
        RevocationReason reason,
        Instant requestedAt,
        Optional<Instant> toldAt,
        Optional<String> refused) {
    /** notAfter of a certificate whose event has not come is an estimate; it is true to the hour. */
    public static final Duration ESTIMATE = Duration.ofHours(1);

    /** Its serial number. */
    public Serial serial() {
        return certificate.serial();
    }

    /** Whether it has expired, so that nobody needs to know of it any more. */
    public boolean isOver(Instant now) {
        return !now.isBefore(forgottenAt(certificate));
    }

    /** From when on nobody needs to know of a certificate any more. */
    static Instant forgottenAt(ListedCertificate certificate) {
        return certificate.notAfter().plus(ESTIMATE);
    }

    /** Whether the CA is still to be told. */
    public boolean isToTell(Instant now) {
        return toldAt.isEmpty() && !isOver(now);
    }

    /** With an ARN that was not known, and with a reason that was not given as long as the CA has been told none. */
    RevokedCertificate with(ListedCertificate listed, RevocationReason why) {
        return new RevokedCertificate(
                certificate.certificateArn().isPresent() ? certificate : listed,
                reason == RevocationReason.UNSPECIFIED && toldAt.isEmpty() ? why : reason,
                requestedAt,
                toldAt,
                refused);
    }

    RevokedCertificate told(Instant at) {
        return new RevokedCertificate(certificate, reason, requestedAt, Optional.of(at), Optional.empty());
    }

    RevokedCertificate refused(String why) {
        return new RevokedCertificate(certificate, reason, requestedAt, toldAt, Optional.of(why));
    }
}
