package io.certfleet.deployer;

import io.certfleet.message.ListedCertificate;
import io.certfleet.notification.Notifications;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/** What is done about a certificate that bears a host's name and is not the one that it should have: told, or revoked. */
@ApplicationScoped
class UnexpectedCertificates {
    private static final Logger LOG = Logger.getLogger(UnexpectedCertificates.class);

    private final Notifications notifications;
    private final RevokedHosts revokedHosts;

    UnexpectedCertificates(Notifications notifications, RevokedHosts revokedHosts) {
        this.notifications = notifications;
        this.revokedHosts = revokedHosts;
    }

    void alarm(Host host, IssuedCertificate certificate, String why) {
        LOG.errorf(
                "alarm hostID=%s serial=%s arn=%s reason=%s",
                host.hostId(), certificate.serial(), certificate.arn(), why);
        notifications.alarm(
                "an unexpected certificate for " + host.hostId(),
                "Certificate: " + certificate.arn() + "\nReason: " + why
                        + "\nWhat to do: find out who issued it (CloudTrail, IssueCertificate), and revoke it:"
                        + "\n  {\"type\":\"revoke\",\"hostId\":\"" + host.hostId()
                        + "\",\"reason\":\"UNSPECIFIED\",\"serial\":\"" + certificate.serial() + "\"}");
    }

    /** Has the issuer revoke this certificate, the one service that may tell the CA. */
    void revoke(String hostId, ListedCertificate certificate, Instant at) {
        revokedHosts.revoke(hostId, certificate, at);
    }
}
