package io.certfleet.deployer;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.RevocationMark;
import io.certfleet.inventory.Rotation;
import io.certfleet.message.HostId;
import io.certfleet.message.Message.CertificateRevoked;
import io.certfleet.message.Serial;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.acmpca.model.InvalidArnException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/**
 * Notices a revocation that went past us ({@code aws acm-pca revoke-certificate}): the row says revoked, so that the next
 * sweep does not hand the host a new certificate.
 */
@ApplicationScoped
class RevokedByHand {
    private static final Logger LOG = Logger.getLogger(RevokedByHand.class);

    private final IssuedCertificates certificates;
    private final Inventory inventory;
    private final UnexpectedCertificates unexpected;

    RevokedByHand(IssuedCertificates certificates, Inventory inventory, UnexpectedCertificates unexpected) {
        this.certificates = certificates;
        this.inventory = inventory;
        this.unexpected = unexpected;
    }

    /** Takes the CA's event; false if the row changed meanwhile and the message must come back. */
    boolean take(CertificateRevoked revoked, Instant now) {
        Optional<Host> host = host(revoked.certificateArn());
        Serial serial = Serial.ofArn(revoked.certificateArn());
        if (host.isEmpty() || host.get().revokedSerials().contains(serial)) {
            return true;
        }
        return mark(host.get(), serial, revoked.time().isBefore(now) ? revoked.time() : now);
    }

    private Optional<Host> host(String certificateArn) {
        try {
            return certificates
                    .get(certificateArn)
                    .commonName()
                    .filter(HostId::isValid)
                    .flatMap(inventory::find);
        } catch (IssuedCertificates.FailedException | ResourceNotFoundException | InvalidArnException e) {
            // A CRL may list what GetCertificate does not know.
            LOG.infof("left arn=%s reason=%s", certificateArn, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean mark(Host host, Serial serial, Instant revokedAt) {
        RevocationMark mark = new RevocationMark(host, revokedAt);
        Set<Serial> revoked = Set.of(serial);
        Optional<Serial> issued =
                host.rotation().flatMap(Rotation::certificateArn).map(Serial::ofArn);
        boolean current = host.serial().filter(serial::equals).isPresent();
        boolean isItsIdentity = current || issued.filter(serial::equals).isPresent();
        if (isItsIdentity && mark.spared().isEmpty()) {
            // What the closed rotation was issued is no identity of a revoked host either. Sent before the row is
            // written: a copy of the event would take it for done.
            issued.filter(other -> !other.equals(serial)).ifPresent(other -> unexpected.revoke(host, other, revokedAt));
        }
        if (!inventory.write(isItsIdentity ? mark.identity(revoked) : mark.certificates(revoked))) {
            return false;
        }
        LOG.warnf("revoked by hand hostID=%s serial=%s", host.hostId(), serial);
        return true;
    }
}
