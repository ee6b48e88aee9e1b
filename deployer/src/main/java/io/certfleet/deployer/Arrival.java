package io.certfleet.deployer;

import io.certfleet.revocation.RevocationRecord;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import java.util.Optional;

/** What an issued certificate is to its host: told by the key that was asked for, not by its ARN. */
sealed interface Arrival {

    /** The certificate that the rotation waits for. */
    record Awaited(Rotation rotation) implements Arrival {}

    /** It is being installed, or it was, or an older one's event comes again. */
    record Known(String reason) implements Arrival {}

    /** A closed rotation had asked for it, and its answer was lost. */
    record Orphaned() implements Arrival {}

    /** The rotation has another certificate already for the same key. */
    record Second(Rotation rotation) implements Arrival {}

    /** Nobody of ours has asked for it: somebody issues in our name. */
    record Foreign() implements Arrival {}

    /** By the row, and by what is known beside it. */
    static Arrival of(Host host, Optional<RevocationRecord> record, IssuedCertificate certificate) {
        String key = certificate.keyDigest();
        Rotation rotation = host.rotation()
                .filter(underWay -> underWay.keyDigest().filter(key::equals).isPresent())
                .orElse(null);
        if (rotation != null) {
            return ofRotation(host, rotation, certificate);
        }
        if (host.knows(certificate.serial())) {
            return new Known("its rotation has ended");
        }
        if (host.revokedSerials().contains(certificate.serial())) {
            // Whoever marked it has told of it.
            return new Known("it is revoked");
        }
        if (host.hasOrphaned(key)) {
            return new Orphaned();
        }
        // The row was written anew, restored, or has forgotten a certificate that was about to expire.
        return record.flatMap(known -> known.known().issued(certificate.serial()))
                        .isPresent()
                ? new Known("the host was issued it before")
                : new Foreign();
    }

    private static Arrival ofRotation(Host host, Rotation rotation, IssuedCertificate certificate) {
        if (rotation.certificateArn()
                .filter(arn -> !arn.equals(certificate.arn()))
                .isPresent()) {
            return host.knows(certificate.serial()) ? new Known("it is known already") : new Second(rotation);
        }
        boolean sent =
                rotation.step() == Step.INSTALLING && (rotation.commandId().isPresent() || rotation.paused());
        return sent ? new Known("it is being installed") : new Awaited(rotation);
    }
}
