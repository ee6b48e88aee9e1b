package io.certfleet.deployer;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Step;

/** What an issued certificate is to its host: told by the key that was asked for, not by its ARN. */
sealed interface Arrival {

    /** The certificate that the rotation waits for. */
    record Awaited(Rotation rotation) implements Arrival {}

    /** It is being installed, or it was, or an older one's event comes again. */
    record Known(String reason) implements Arrival {}

    /** A closed rotation had asked for it, and its answer was lost. */
    record Lost() implements Arrival {}

    /** The rotation has another certificate already for the same key. */
    record Second(Rotation rotation) implements Arrival {}

    /** Nobody of ours has asked for it: somebody issues in our name. */
    record Foreign() implements Arrival {}

    static Arrival of(Host host, IssuedCertificate certificate) {
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
        return host.hasLost(key) ? new Lost() : new Foreign();
    }

    private static Arrival ofRotation(Host host, Rotation rotation, IssuedCertificate certificate) {
        if (rotation.certificateArn()
                .filter(arn -> !arn.equals(certificate.arn()))
                .isPresent()) {
            return host.knows(certificate.serial()) ? new Known("it is told already") : new Second(rotation);
        }
        boolean sent =
                rotation.step() == Step.INSTALLING && (rotation.commandId().isPresent() || rotation.paused());
        return sent ? new Known("it is being installed") : new Awaited(rotation);
    }
}
