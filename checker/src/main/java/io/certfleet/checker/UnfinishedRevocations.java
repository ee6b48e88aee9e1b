package io.certfleet.checker;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The sweep of what is revoked: has the CA told of certificates that it was not told of, such as those of a message that
 * ended in the dead letters, and has the row of a revoked host say so that does not.
 */
@ApplicationScoped
class UnfinishedRevocations {
    private static final Logger LOG = Logger.getLogger(UnfinishedRevocations.class);

    private final Inventory inventory;
    private final Revocations revocations;
    private final Outbox outbox;

    UnfinishedRevocations(Inventory inventory, Revocations revocations, Outbox outbox) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.outbox = outbox;
    }

    /** Sends what the records of a page need. */
    void sweep(List<Map<String, AttributeValue>> items, Instant now) {
        Map<String, RevocationRecord> records = revocations.read(items).records();
        List<RevocationDue> messages = new ArrayList<>();
        records.values().stream()
                .filter(record -> record.isDue(now))
                .forEach(record -> messages.addAll(record.tellAgain(now)));
        List<RevocationRecord> barring = records.values().stream()
                .filter(record -> !record.isDue(now) && record.bars(now))
                .filter(record -> record.revokedAt()
                        .filter(at -> now.isAfter(at.plus(RevocationRecord.UNDER_WAY)))
                        .isPresent())
                .toList();
        Map<String, Host> rows =
                inventory.find(barring.stream().map(RevocationRecord::hostId).toList());
        barring.stream()
                .filter(record -> rows.containsKey(record.hostId())
                        && rows.get(record.hostId()).state() != HostState.REVOKED)
                .forEach(record -> messages.add(record.again(now)));
        messages.forEach(due -> LOG.infof(
                "revoked again hostID=%s serial=%s certificates=%d attempt=%d",
                due.hostId(), due.serial(), due.certificates().size(), due.attempt()));
        outbox.send(QueueName.ISSUE, messages.stream().map(Outgoing::now).toList());
    }
}
