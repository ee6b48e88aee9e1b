package io.certfleet.issuer;

import io.certfleet.message.Serial;
import io.certfleet.notification.Notifications;
import io.certfleet.revocation.RevocationRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** What the operators are notified of revocations that went otherwise than they expect. */
@ApplicationScoped
class RevocationNotices {
    private final Notifications notifications;

    RevocationNotices(Notifications notifications) {
        this.notifications = notifications;
    }

    /** The host is revoked, and its row was put again or restored. */
    void rowIsBack(RevocationRecord record) {
        notifications.alarm(record.hostId() + " is revoked, and its row is back", """
                Host:    %s
                Revoked: %s, %s
                Its row was put into the table again, or restored, and did not say so. It says revoked now, and the host
                gets no certificate.
                What to do: if the host is to be let in again, send to the check queue
                  {"type":"rotate","hostIds":["%s"],"reason":"readmitted","readmit":true}
                """.formatted(
                        record.hostId(), record.revokedAt().orElseThrow(), record.reason(), record.hostId()));
    }

    /** Certificates that no CA revokes: they stay good until they expire, unless somebody does something. */
    void refused(String hostId, Map<Serial, String> refusals) {
        refusals.forEach((serial, why) -> notifications.alarm(
                "a certificate of " + hostId + " is not revoked", """
                Host:   %s
                Serial: %s
                Reason: %s
                What to do: if another CA has issued it, name that CA in former_ca_arns, or revoke it there by hand
                (aws acm-pca revoke-certificate). To cut the host off at once, deny its subject in the role's policy.
                """.formatted(hostId, serial, why)));
    }
}
