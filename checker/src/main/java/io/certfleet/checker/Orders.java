package io.certfleet.checker;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.Revoke;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out the revocations that operators send by hand. */
@ApplicationScoped
class Orders {
    private static final Logger LOG = Logger.getLogger(Orders.class);

    private final Inventory inventory;
    private final Outbox outbox;
    private final DeadLetters deadLetters;

    Orders(Inventory inventory, Outbox outbox, DeadLetters deadLetters) {
        this.inventory = inventory;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
    }

    /** Sends a revocation to the issuer, the one service that may tell the CA. */
    void revoke(QueueMessage message, Revoke order) {
        Optional<Host> host = inventory.find(order.hostId());
        if (host.isEmpty() && (order.serial().isEmpty() || order.rotate())) {
            deadLetters.reject(
                    message,
                    order.hostId() + " is not in the table: only a certificate named by its serial can be revoked");
            return;
        }
        outbox.send(
                QueueName.ISSUE,
                List.of(Outgoing.now(new RevocationDue(
                        order.hostId(),
                        order.reason(),
                        order.serial(),
                        order.rotate(),
                        Renewals.orderId(message.id(), order.hostId()),
                        message.sentAt(),
                        order.serial().isEmpty(),
                        List.of(),
                        List.of(),
                        0))));
        LOG.infof("ordered revocation messageId=%s hostID=%s reason=%s", message.id(), order.hostId(), order.reason());
        if (order.rotate() && !host.orElseThrow().enabled()) {
            LOG.warnf("not rotated hostID=%s reason=it is not enabled; after that, order its rotation", order.hostId());
        }
    }
}
