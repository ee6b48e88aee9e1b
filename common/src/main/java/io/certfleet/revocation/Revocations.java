package io.certfleet.revocation;

import io.certfleet.inventory.Inventory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The records of what hosts were issued and what is revoked of it, items of the inventory's table beside the rows of their hosts. */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final int MOST_WRITES = 5;

    private final Inventory inventory;

    /** For CDI, and for tests with an inventory of their own. */
    public Revocations(Inventory inventory) {
        this.inventory = inventory;
    }

    /** What is known of a host; empty if nothing is. */
    public Optional<RevocationRecord> find(String hostId) {
        return inventory.item(RevocationItem.key(hostId)).map(RevocationItem::record);
    }

    /** The same of several hosts, by their ids. */
    public RevocationRecords find(Collection<String> hostIds) {
        return read(inventory
                .items(hostIds.stream().map(RevocationItem::key).toList())
                .values());
    }

    /** Those of these items that are records. One that cannot be read does not hide the others. */
    public RevocationRecords read(Collection<Map<String, AttributeValue>> items) {
        Map<String, RevocationRecord> found = new HashMap<>();
        Map<String, String> unreadable = new HashMap<>();
        for (Map<String, AttributeValue> item : items) {
            if (!RevocationItem.isRecord(item)) {
                continue;
            }
            try {
                RevocationRecord record = RevocationItem.record(item);
                found.put(record.hostId(), record);
            } catch (RuntimeException e) {
                LOG.errorf("the item %s cannot be read: %s", item.get("hostID").s(), e.getMessage());
                unreadable.put(RevocationItem.hostId(item), String.valueOf(e.getMessage()));
            }
        }
        return new RevocationRecords(found, unreadable);
    }

    /** Changes a record, which need not exist; if it was written meanwhile, the change is made to what it is then. */
    public RevocationRecord change(String hostId, Instant now, UnaryOperator<RevocationRecord> change) {
        return change(hostId, find(hostId), now, change);
    }

    /** The same of a record that was read already. */
    public RevocationRecord change(
            String hostId, Optional<RevocationRecord> read, Instant now, UnaryOperator<RevocationRecord> change) {
        Optional<RevocationRecord> known = read;
        for (int writes = 0; writes < MOST_WRITES; writes++) {
            RevocationRecord record = known.orElseGet(() -> RevocationRecord.none(hostId));
            RevocationRecord changed = change.apply(record.known().areOver(now) ? record.forgotten() : record)
                    .pruned(now);
            if (changed.equals(record) || inventory.write(RevocationItem.update(changed))) {
                return changed;
            }
            known = find(hostId);
        }
        throw new IllegalStateException("the record of what is revoked of " + hostId + " changed again and again");
    }
}
