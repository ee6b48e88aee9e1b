package io.certfleet.checker;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.Revoke;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.Revocable;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out the revocations that operators send by hand. */
@ApplicationScoped
class RevokeRequests {
    private static final Logger LOG = Logger.getLogger(RevokeRequests.class);

    private final Inventory inventory;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Policy policy;
    private final Revocations revocations;
    private final Clock clock;

    RevokeRequests(
            Inventory inventory,
            Revocations revocations,
            Outbox outbox,
            DeadLetters deadLetters,
            Policy policy,
            Clock clock) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.clock = clock;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.policy = policy;
    }

    /** Sends a revocation to the issuer, the one service that may tell the CA. */
    void revoke(QueueMessage message, Revoke request) {
        Optional<Host> host = inventory.find(request.hostId());
        boolean isKnown = host.isPresent()
                || revocations
                        .find(request.hostId())
                        .filter(record -> !record.known()
                                        .toTell(clock.instant())
                                        .isEmpty()
                                || !record.known().unexpired(clock.instant()).isEmpty())
                        .isPresent();
        if (!isKnown && request.serial().isEmpty()) {
            deadLetters.reject(
                    message,
                    request.hostId() + " is not in the table, and nothing is recorded of it:"
                            + " only a certificate named by its serial can be revoked");
            return;
        }
        outbox.send(QueueName.ISSUE, List.of(Outgoing.now(revocation(message, request, host))));
        LOG.infof(
                "requested revocation messageId=%s hostID=%s reason=%s",
                message.id(), request.hostId(), request.reason());
        if (request.rotate() && !host.map(Host::enabled).orElse(false)) {
            LOG.warnf(
                    "not rotated hostID=%s reason=it %s; after that, request its rotation",
                    request.hostId(), host.isPresent() ? "is not enabled" : "has no row");
        }
    }

    /** From now on the message knows what is to be revoked: the row may be deleted before it is handled. */
    private RevocationDue revocation(QueueMessage message, Revoke request, Optional<Host> host) {
        Instant requestedAt = message.sentAt();
        Optional<Revocable> row = host.map(found -> new Revocable(found, policy.validity()));
        List<ListedCertificate> certificates = row.map(listed -> request.serial()
                        .map(serial -> listed.certificate(serial, clock.instant()).stream()
                                .toList())
                        .orElseGet(() -> listed.certificates(requestedAt, clock.instant())))
                .orElse(List.of());
        return new RevocationDue(
                request.hostId(),
                request.serial(),
                request.serial()
                        .map(serial -> row.filter(listed -> listed.isItsIdentity(serial))
                                .isPresent())
                        .orElse(true),
                new RevocationDue.Request(
                        request.reason(),
                        requestedAt,
                        request.rotate(),
                        Renewals.requestId(message.id(), request.hostId())),
                certificates,
                request.serial().isPresent()
                        ? List.of()
                        : row.map(listed -> listed.keys(requestedAt)).orElse(List.of()),
                0);
    }
}
