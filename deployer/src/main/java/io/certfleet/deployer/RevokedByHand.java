package io.certfleet.deployer;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.HostId;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.CertificateRevoked;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedCertificate;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.RevocationMark;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.RowMarks;
import io.certfleet.table.Update;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.acmpca.model.InvalidArnException;
import software.amazon.awssdk.services.acmpca.model.ResourceNotFoundException;

/**
 * Notices a revocation that went past us ({@code aws acm-pca revoke-certificate}): the row says revoked, so that the next
 * sweep does not hand the host a new certificate, and the record beside it, so that a row put again does not either.
 */
@ApplicationScoped
class RevokedByHand {
    private static final Logger LOG = Logger.getLogger(RevokedByHand.class);

    private final IssuedCertificates certificates;
    private final Inventory inventory;
    private final Revocations revocations;
    private final UnexpectedCertificates unexpected;
    private final Duration validity;

    RevokedByHand(
            IssuedCertificates certificates,
            Inventory inventory,
            Revocations revocations,
            UnexpectedCertificates unexpected,
            DeployerSettings settings) {
        this.certificates = certificates;
        this.inventory = inventory;
        this.revocations = revocations;
        this.unexpected = unexpected;
        this.validity = settings.validity();
    }

    /** Takes the CA's event; false if the row changed meanwhile and the message must be redelivered. */
    boolean take(CertificateRevoked revoked, Instant now) {
        Optional<IssuedCertificate> read = read(revoked.certificateArn());
        Optional<String> hostId = read.flatMap(IssuedCertificate::commonName).filter(HostId::isValid);
        if (hostId.isEmpty()) {
            return true;
        }
        IssuedCertificate certificate = read.get();
        if (!now.isBefore(certificate.notAfter().plus(RevokedCertificate.ESTIMATE))) {
            LOG.infof("left arn=%s reason=it has expired", certificate.arn());
            return true;
        }
        Instant time = revoked.time().isBefore(now) ? revoked.time() : now;
        return take(hostId.get(), certificate, time.truncatedTo(ChronoUnit.MILLIS), now);
    }

    private Optional<IssuedCertificate> read(String certificateArn) {
        try {
            return Optional.of(certificates.get(certificateArn));
        } catch (IssuedCertificates.FailedException | ResourceNotFoundException | InvalidArnException e) {
            // A CRL may list what GetCertificate does not know.
            LOG.infof("left arn=%s reason=%s", certificateArn, e.getMessage());
            return Optional.empty();
        }
    }

    private boolean take(String hostId, IssuedCertificate certificate, Instant time, Instant now) {
        Serial serial = certificate.serial();
        Optional<Host> host = inventory.find(hostId);
        Optional<RevocationRecord> known = revocations.find(hostId);
        Optional<RevokedCertificate> recorded =
                known.flatMap(record -> record.known().revoked(serial));
        // Where we had the CA revoke it, the request counts, not the CA's answer to it.
        Instant revokedAt = recorded.map(RevokedCertificate::requestedAt).orElse(time);
        boolean isMarked =
                host.filter(row -> row.revokedSerials().contains(serial)).isPresent();
        // Of a host without a row nobody knows any more whether it worked with this certificate: it is kept out.
        boolean isOfHost =
                !isMarked && host.map(row -> isItsIdentity(row, serial)).orElse(recorded.isEmpty());
        revocations.change(hostId, now, record -> {
            RevocationRecord told = record.with(certificate.listed(), RevocationReason.UNSPECIFIED, revokedAt)
                    .told(serial, revokedAt);
            return isOfHost ? ofHost(told, host, serial, revokedAt) : told;
        });
        boolean readmitted =
                known.filter(record -> record.isReadmittedAfter(revokedAt)).isPresent();
        return host.isEmpty() || isMarked || mark(host.get(), serial, revokedAt, readmitted);
    }

    private static RevocationRecord ofHost(
            RevocationRecord record, Optional<Host> host, Serial serial, Instant revokedAt) {
        RevocationRecord revoked = record.ofHost(revokedAt, RevocationReason.UNSPECIFIED);
        return host.flatMap(row -> new RevocationMark(row, revokedAt).spared())
                .filter(rotation -> rotation.certificateArn()
                        .map(Serial::ofArn)
                        .filter(serial::equals)
                        .isEmpty())
                .flatMap(Rotation::requestedAt)
                .map(revoked::readmitted)
                .orElse(revoked);
    }

    private static boolean isItsIdentity(Host host, Serial serial) {
        return host.serial().filter(serial::equals).isPresent()
                || issued(host).filter(serial::equals).isPresent();
    }

    private static Optional<Serial> issued(Host host) {
        return host.rotation().flatMap(Rotation::certificateArn).map(Serial::ofArn);
    }

    private boolean mark(Host host, Serial serial, Instant revokedAt, boolean readmitted) {
        RevocationMark mark = new RevocationMark(host, revokedAt);
        Set<Serial> revoked = Set.of(serial);
        boolean isItsIdentity = !readmitted && isItsIdentity(host, serial);
        if (isItsIdentity && mark.spared().isEmpty()) {
            // What the closed rotation was issued is not an identity of a revoked host either. Sent before the row is
            // written: a copy of the event would take it for done.
            host.rotation()
                    .filter(rotation ->
                            issued(host).filter(other -> !other.equals(serial)).isPresent())
                    .ifPresent(rotation -> unexpected.revoke(host.hostId(), issuedTo(rotation, revokedAt), revokedAt));
        }
        Update update = isItsIdentity ? mark.identity(revoked) : mark.certificates(revoked);
        if (!inventory.write(RowMarks.revokedAtCa(update, revoked))) {
            return false;
        }
        LOG.warnf("revoked by hand hostID=%s serial=%s", host.hostId(), serial);
        return true;
    }

    private ListedCertificate issuedTo(Rotation rotation, Instant revokedAt) {
        String arn = rotation.certificateArn().orElseThrow();
        return new ListedCertificate(
                Serial.ofArn(arn), rotation.notAfter().orElseGet(() -> revokedAt.plus(validity)), Optional.of(arn));
    }
}
