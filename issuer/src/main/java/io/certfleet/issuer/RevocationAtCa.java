package io.certfleet.issuer;

import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Serial;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.RevokedCertificate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Tells the CA, certificate by certificate: one that is refused does not protect the others. */
@ApplicationScoped
class RevocationAtCa {
    private static final Logger LOG = Logger.getLogger(RevocationAtCa.class);

    private final RevokingAuthorities authorities;

    RevocationAtCa(RevokingAuthorities authorities) {
        this.authorities = authorities;
    }

    /**
     * What came of it.
     *
     * @param told the certificates that are revoked
     * @param refused those that no CA revokes, with the reason
     * @param news those of them that nobody was notified of
     * @param failed why the CA could not be told of one or more, which it may be later
     */
    record Outcome(
            List<Serial> told,
            Map<Serial, String> refused,
            Map<Serial, String> news,
            Optional<RuntimeException> failed) {

        /** The record with what came of it. */
        RevocationRecord record(RevocationRecord record, boolean forget, int attempt, Instant now) {
            RevocationRecord written = record;
            for (Serial serial : told) {
                written = written.told(serial, now);
            }
            for (Map.Entry<Serial, String> refusal : refused.entrySet()) {
                // A serial number that nobody of ours has heard of and no CA knows is a mistake of who wrote it.
                written = forget
                        ? written.without(refusal.getKey())
                        : written.refused(refusal.getKey(), refusal.getValue());
            }
            return told.isEmpty() && refused.isEmpty() && failed.isEmpty() ? written : written.tried(attempt, now);
        }

        /** Fails if the message must be redelivered; one of the sweep's need not, for the sweep sends another. */
        void requireAll(RevocationDue due) {
            if (failed.isPresent() && due.attempt() == 0) {
                throw failed.get();
            }
        }

        String reasons() {
            return refused.entrySet().stream()
                    .map(refusal -> refusal.getKey() + ": " + refusal.getValue())
                    .collect(Collectors.joining("; "));
        }
    }

    Outcome tell(String hostId, List<RevokedCertificate> certificates) {
        List<Serial> told = new ArrayList<>();
        Map<Serial, String> refused = new LinkedHashMap<>();
        Map<Serial, String> news = new LinkedHashMap<>();
        Optional<RuntimeException> failed = Optional.empty();
        for (RevokedCertificate revoked : certificates) {
            Serial serial = revoked.serial();
            try {
                Optional<String> why = authorities.revoke(revoked.certificate(), revoked.reason());
                if (why.isEmpty()) {
                    told.add(serial);
                    LOG.infof("revoked hostID=%s serial=%s reason=%s", hostId, serial, revoked.reason());
                    continue;
                }
                LOG.errorf("not revoked hostID=%s serial=%s reason=%s", hostId, serial, why.get());
                refused.put(serial, why.get());
                if (revoked.refused().isEmpty()) {
                    news.put(serial, why.get());
                }
            } catch (RuntimeException e) {
                LOG.errorf("not revoked hostID=%s serial=%s reason=%s", hostId, serial, e.getMessage());
                failed = Optional.of(e);
            }
        }
        return new Outcome(told, refused, news, failed);
    }
}
