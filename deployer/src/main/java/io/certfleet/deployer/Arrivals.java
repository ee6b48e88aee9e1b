package io.certfleet.deployer;

import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.HostId;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.CertificateTerms;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.RowMarks;
import io.certfleet.rotation.Transitions;
import io.certfleet.rotation.UnexpiredCertificate;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Takes certificates that the CA has issued: the row says what will be installed before the host is sent anything. */
@ApplicationScoped
class Arrivals {
    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final IssuedCertificates certificates;
    private final Inventory inventory;
    private final Failure failure;
    private final UnexpectedCertificates unexpected;
    private final Revocations revocations;
    private final RevokedHosts revokedHosts;
    private final Duration validity;

    Arrivals(
            IssuedCertificates certificates,
            Inventory inventory,
            Failure failure,
            UnexpectedCertificates unexpected,
            Revocations revocations,
            RevokedHosts revokedHosts,
            DeployerSettings settings) {
        this.certificates = certificates;
        this.inventory = inventory;
        this.failure = failure;
        this.unexpected = unexpected;
        this.revocations = revocations;
        this.revokedHosts = revokedHosts;
        this.validity = settings.validity();
    }

    /** What is to be installed because of an issuance event; empty if nothing is. */
    Optional<Installation> take(String certificateArn, Instant now) {
        IssuedCertificate certificate;
        try {
            certificate = certificates.get(certificateArn);
        } catch (IssuedCertificates.FailedException e) {
            LOG.warnf("not issued arn=%s reason=%s", certificateArn, e.getMessage());
            return Optional.empty();
        }
        if (!now.isBefore(certificate.notAfter())) {
            // An archive is replayed, or a dead letter redriven: it is good for nothing, whoever asked for it.
            LOG.infof("left arn=%s reason=it ended at %s", certificateArn, certificate.notAfter());
            return Optional.empty();
        }
        Optional<String> hostId = certificate.commonName().filter(HostId::isValid);
        Optional<Host> host = hostId.flatMap(inventory::find);
        if (host.isEmpty()
                && isGood(certificate, now)
                && hostId.filter(id -> revokedHosts.bars(id, now)).isPresent()) {
            // Asked for before the host was revoked and its row deleted.
            LOG.warnf(
                    "revoked hostID=%s arn=%s reason=the host is revoked, and has no row",
                    hostId.get(), certificateArn);
            unexpected.revoke(hostId.get(), certificate.listed(), now);
            return Optional.empty();
        }
        if (host.isEmpty()) {
            Metrics.counter("certfleet.certificates.foreign").increment();
            LOG.infof(
                    "left arn=%s reason=its common name %s is not a host of ours",
                    certificateArn, certificate.commonName());
            return Optional.empty();
        }
        return take(host.get(), certificate, now);
    }

    private static boolean isGood(IssuedCertificate certificate, Instant now) {
        return now.isBefore(certificate.notAfter());
    }

    private Optional<Installation> take(Host host, IssuedCertificate certificate, Instant now) {
        Optional<RevocationRecord> record = revocations.find(host.hostId());
        Arrival arrival = Arrival.of(host, record, certificate);
        if (!(arrival instanceof Arrival.Known) && isGood(certificate, now) && revokedHosts.keepOut(record, now)) {
            unexpected.revoke(host.hostId(), certificate.listed(), now);
            if (arrival instanceof Arrival.Foreign) {
                unexpected.alarm(
                        host,
                        certificate,
                        "the host is revoked, and no rotation of ours is known to have asked for its key; it is being"
                                + " revoked");
            }
            return Optional.empty();
        }
        switch (arrival) {
            case Arrival.Awaited(Rotation rotation) -> {
                if (!host.enabled()) {
                    keep(host, record, rotation, certificate, now);
                    return Optional.empty();
                }
                return install(host, record, rotation, rotation.attempts(), certificate, now);
            }
            case Arrival.Known(String reason) ->
                LOG.infof("left hostID=%s serial=%s reason=%s", host.hostId(), certificate.serial(), reason);
            case Arrival.Orphaned _ -> adoptOrphaned(host, record, certificate, now);
            case Arrival.Second(Rotation rotation) -> {
                // It is good for the host's new key: a revocation must reach it.
                remember(host, record, certificate, now);
                unexpected.alarm(
                        host,
                        certificate,
                        "the rotation " + rotation.id() + " has "
                                + rotation.certificateArn().orElse("none") + " already");
            }
            case Arrival.Foreign _ ->
                unexpected.alarm(
                        host,
                        certificate,
                        "no rotation of ours has asked for its key: somebody issues in our host's name");
        }
        return Optional.empty();
    }

    /** What is to be installed again, or in place of a lost event; empty if the rotation has gone on meanwhile. */
    Optional<Installation> resume(InstallDue due, Instant now) {
        Host host = inventory.find(due.hostId()).orElse(null);
        if (host == null || !host.isUnderWay(due.rotationId())) {
            LOG.infof("left hostID=%s rotation=%s reason=it is not under way any more", due.hostId(), due.rotationId());
            return Optional.empty();
        }
        Optional<RevocationRecord> record = revocations.find(host.hostId());
        if (revokedHosts.keepOut(record, now)) {
            return Optional.empty();
        }
        if (!host.enabled() || host.isReconfigured()) {
            // The sweep goes on with it when it is enabled; one with the settings of before it closes.
            LOG.infof(
                    "left hostID=%s rotation=%s reason=%s",
                    due.hostId(),
                    due.rotationId(),
                    host.enabled() ? "settings in the row were changed since it began" : "the host is not enabled");
            return Optional.empty();
        }
        Rotation rotation = host.rotation().orElseThrow();
        boolean next = due.attempt() == rotation.attempts() + 1;
        boolean unsent =
                due.attempt() == rotation.attempts() && rotation.commandId().isEmpty() && !rotation.paused();
        if (rotation.certificateArn().isEmpty() || !(next || unsent)) {
            LOG.infof(
                    "left hostID=%s rotation=%s reason=this attempt was made already", due.hostId(), due.rotationId());
            return Optional.empty();
        }
        if (rotation.isPastInstallWindow(now, validity)) {
            // The sweep closes it. Attempts that are deferred again and again must not keep it alive.
            LOG.infof(
                    "left hostID=%s rotation=%s reason=a third of its certificate's life is gone",
                    due.hostId(), due.rotationId());
            return Optional.empty();
        }
        try {
            IssuedCertificate certificate =
                    certificates.get(rotation.certificateArn().get());
            return install(host, record, rotation, due.attempt(), certificate, now);
        } catch (IssuedCertificates.FailedException e) {
            failure.end(host, rotation, e.getMessage(), now);
            return Optional.empty();
        }
    }

    private Optional<Installation> install(
            Host host,
            Optional<RevocationRecord> record,
            Rotation rotation,
            int attempt,
            IssuedCertificate certificate,
            Instant now) {
        Optional<String> violation = CertificateCheck.violation(
                certificate,
                terms(host, rotation, certificate),
                rotation.keyDigest().orElse(""));
        if (violation.isPresent()) {
            String why = "the certificate is not what was asked for: " + violation.get();
            // Marked before it is revoked: the host's own identity is not what is revoked here.
            require(host, inventory.write(Transitions.mismatched(host, rotation, certificate.serial())));
            unexpected.revoke(host.hostId(), certificate.listed(), now);
            unexpected.alarm(host, certificate, why + "; it is being revoked and was not installed");
            failure.end(host, rotation, why, now);
            return Optional.empty();
        }
        boolean isBarred =
                recorded(host, record, certificate, rotation.stepAt(), now).bars(now);
        require(
                host,
                inventory.write(Transitions.installing(
                        host, rotation, attempt, entry(certificate), certificate.notBefore(), now)));
        if (isBarred) {
            unexpected.revoke(host.hostId(), certificate.listed(), now);
            return Optional.empty();
        }
        return Optional.of(new Installation(
                host.hostId(),
                rotation.id(),
                attempt,
                host.state() == HostState.OFFLINE,
                rotation.settings(),
                certificate));
    }

    /** A rotation of an older version does not say what names were asked for beside the host's. */
    private CertificateTerms terms(Host host, Rotation rotation, IssuedCertificate certificate) {
        return rotation.begun()
                .terms()
                .orElseGet(() ->
                        new CertificateTerms(host.hostId(), certificate.name("O"), certificate.name("OU"), validity));
    }

    /** The host is not enabled: nothing is sent to it, and its certificate is known all the same. */
    private void keep(
            Host host,
            Optional<RevocationRecord> record,
            Rotation rotation,
            IssuedCertificate certificate,
            Instant now) {
        if (recorded(host, record, certificate, rotation.stepAt(), now).bars(now)) {
            unexpected.revoke(host.hostId(), certificate.listed(), now);
        }
        if (rotation.certificateArn().isEmpty()) {
            require(host, inventory.write(Transitions.issued(host, rotation, entry(certificate), rotation.stepAt())));
        }
        LOG.infof(
                "left hostID=%s rotation=%s serial=%s reason=the host is not enabled",
                host.hostId(), rotation.id(), certificate.serial());
    }

    /** An event is never lost to a race: it is redelivered and decided anew. */
    private static void require(Host host, boolean written) {
        if (!written) {
            throw new IllegalStateException(
                    "the row of " + host.hostId() + " changed meanwhile; the message is redelivered");
        }
    }

    /** Recorded, so that a revocation reaches it; it is not installed, because its rotation has been replaced. */
    private void adoptOrphaned(
            Host host, Optional<RevocationRecord> record, IssuedCertificate certificate, Instant now) {
        if (host.revokedAt().isPresent() || host.state() == HostState.REVOKED) {
            // Perhaps asked for before the revocation, which could not name it; nobody needs it any more. Before the
            // row knows it: a copy of the event would take it for known.
            unexpected.revoke(host.hostId(), certificate.listed(), now);
        }
        remember(host, record, certificate, now);
        LOG.warnf(
                "lost certificate found hostID=%s serial=%s arn=%s",
                host.hostId(), certificate.serial(), certificate.arn());
    }

    private void remember(Host host, Optional<RevocationRecord> record, IssuedCertificate certificate, Instant now) {
        if (recorded(host, record, certificate, certificate.notBefore(), now).bars(now)) {
            unexpected.revoke(host.hostId(), certificate.listed(), now);
        }
        require(host, inventory.write(RowMarks.listed(host, entry(certificate))));
    }

    /** What is known beside the row once it says that the host was issued this: written before the row, which may go. */
    private RevocationRecord recorded(
            Host host,
            Optional<RevocationRecord> record,
            IssuedCertificate certificate,
            Instant intentAt,
            Instant now) {
        return revocations.change(
                host.hostId(), record, now, known -> known.withIssued(certificate.listed(), intentAt));
    }

    private static UnexpiredCertificate entry(IssuedCertificate certificate) {
        return new UnexpiredCertificate(certificate.serial(), certificate.notAfter(), certificate.arn());
    }
}
