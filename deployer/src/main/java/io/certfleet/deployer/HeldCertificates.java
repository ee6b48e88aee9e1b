package io.certfleet.deployer;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.CertificateHeld;
import io.certfleet.message.Serial;
import io.certfleet.notification.Notifications;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.RowMarks;
import io.certfleet.rotation.UnexpiredCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks at what a host says that it holds where its row knows of no such certificate: a table was restored, or the row
 * written anew. The host's word counts for nothing: only a certificate that our CA has issued in this host's name is
 * recorded, so that a revocation reaches it, and no host can have another host's certificate revoked.
 */
@ApplicationScoped
class HeldCertificates {
    private static final Logger LOG = Logger.getLogger(HeldCertificates.class);
    // Private CA's serials have 128 bits; others' may have 160 (RFC 5280, section 4.1.2.2).
    private static final int LONGEST_OF_OURS = 32;

    private final IssuedCertificates certificates;
    private final Inventory inventory;
    private final Revocations revocations;
    private final Notifications notifications;
    private final UnexpectedCertificates unexpected;

    HeldCertificates(
            IssuedCertificates certificates,
            Inventory inventory,
            Revocations revocations,
            Notifications notifications,
            UnexpectedCertificates unexpected) {
        this.certificates = certificates;
        this.inventory = inventory;
        this.revocations = revocations;
        this.notifications = notifications;
        this.unexpected = unexpected;
    }

    /** Takes a host's word; false if the row changed meanwhile and the message must be redelivered. */
    boolean take(CertificateHeld held, Instant now) {
        Host host = inventory.find(held.hostId()).orElse(null);
        if (host == null || host.knows(held.serial()) || host.revokedSerials().contains(held.serial())) {
            return true;
        }
        IssuedCertificates.Answer answer = find(held.serial());
        if (answer.certificate().isEmpty()) {
            return tell(host, held.serial(), "no CA that answers has issued it" + silence(answer.lost()));
        }
        IssuedCertificate certificate = answer.certificate().get();
        if (!certificate.commonName().equals(Optional.of(host.hostId()))) {
            return tell(
                    host,
                    held.serial(),
                    "it is another's: " + certificate.x509().getSubjectX500Principal());
        }
        return !now.isBefore(certificate.notAfter()) || record(host, certificate, now);
    }

    private IssuedCertificates.Answer find(Serial serial) {
        // In an ARN a longer one would be refused as malformed, which is how a fault of ours is answered too.
        return serial.hex().length() > LONGEST_OF_OURS
                ? new IssuedCertificates.Answer(Optional.empty(), List.of())
                : certificates.find(serial);
    }

    private static String silence(List<String> lost) {
        return lost.isEmpty() ? "" : ", but these are deleted or may not be asked: " + String.join(", ", lost);
    }

    private boolean record(Host host, IssuedCertificate certificate, Instant now) {
        // Beside the row first: the row may be deleted.
        boolean isBarred = revocations
                .change(
                        host.hostId(),
                        now,
                        record -> record.withIssued(
                                certificate.listed(), certificate.notBefore().plus(CertificateCheck.BACKDATED)))
                .bars(now);
        if (isBarred
                || host.revokedAt()
                        .filter(certificate.notBefore().plus(CertificateCheck.BACKDATED)::isBefore)
                        .isPresent()) {
            // The revocation was meant for it, and could not name it. Sent before the row knows it: a copy of this
            // message would take it for done.
            unexpected.revoke(host.hostId(), certificate.listed(), now);
        }
        boolean written = inventory.write(RowMarks.listed(
                host, new UnexpiredCertificate(certificate.serial(), certificate.notAfter(), certificate.arn())));
        if (written) {
            LOG.warnf(
                    "recorded hostID=%s serial=%s notAfter=%s reason=the host holds it, and its row did not know it",
                    host.hostId(), certificate.serial(), certificate.notAfter());
        }
        return written;
    }

    /** Once for a serial. */
    private boolean tell(Host host, Serial serial, String why) {
        if (host.certificate().notifiedHeld().equals(Optional.of(serial.hex()))) {
            return true;
        }
        if (!inventory.write(RowMarks.notifiedOfHeld(host, serial))) {
            return false;
        }
        LOG.errorf("alarm hostID=%s serial=%s reason=the host holds it, and %s", host.hostId(), serial, why);
        notifications.alarm(
                host.hostId() + " holds a certificate that nobody knows",
                "Serial: " + serial + "\nReason: the host says that it holds this certificate, and " + why
                        + ".\nIt is replaced by the rotation under way; no revocation of the host reaches it."
                        + "\nWhat to do: find out how it got there (a copied machine, another CA, somebody at the"
                        + " host), and revoke it at its CA if it is not wanted.");
        return true;
    }
}
