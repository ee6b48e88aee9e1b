package io.certfleet.checker;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Message.Revoke;
import io.certfleet.message.Message.Rotate;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries out what operators send by hand: an order is valid as a whole, or goes to the dead-letter queue as a whole. */
@ApplicationScoped
class Orders {
    private static final Logger LOG = Logger.getLogger(Orders.class);

    private final Inventory inventory;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Policy policy;

    Orders(Inventory inventory, Outbox outbox, DeadLetters deadLetters, Policy policy) {
        this.inventory = inventory;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.policy = policy;
    }

    /** Sends every host of the order on, at the pace that all rotations have. */
    void rotate(QueueMessage message, Rotate order) {
        Map<String, Host> hosts = inventory.find(order.hostIds());
        List<String> unknown =
                order.hostIds().stream().filter(id -> !hosts.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            deadLetters.reject(message, "not in the table: " + String.join(", ", unknown));
            return;
        }
        List<String> disabled =
                order.hostIds().stream().filter(id -> !hosts.get(id).enabled()).toList();
        if (!disabled.isEmpty()) {
            deadLetters.reject(message, "not enabled: " + String.join(", ", disabled));
            return;
        }
        Pace pace = new Pace(policy.rotationRate(), 0, 1);
        if (order.hostIds().size() > pace.room()) {
            deadLetters.reject(
                    message,
                    "%d hosts are more than the %d that fit into 15 minutes at %d a second: order them in parts"
                            .formatted(order.hostIds().size(), pace.room(), policy.rotationRate()));
            return;
        }
        List<Outgoing> renewals = new ArrayList<>();
        List<Outgoing> installs = new ArrayList<>();
        for (String hostId : order.hostIds()) {
            Host host = hosts.get(hostId);
            int delay = pace.delay();
            Optional<InstallDue> paid = PaidInstall.toTry(host, message.sentAt(), policy.validity());
            paid.ifPresent(install -> installs.add(Outgoing.later(install, delay)));
            renewals.add(Outgoing.later(
                    Renewals.ordered(host, message.id(), order.reason(), message.sentAt(), paid.isPresent()), delay));
        }
        outbox.send(QueueName.ISSUE, renewals);
        outbox.send(QueueName.CERTIFICATE, installs);
        LOG.infof("ordered rotation messageId=%s hosts=%d reason=%s", message.id(), renewals.size(), order.reason());
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
