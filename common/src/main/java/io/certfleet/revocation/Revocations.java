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

/** The records of what is revoked, items of the inventory's table beside the rows of their hosts. */
@ApplicationScoped
public class Revocations {
    private static final Logger LOG = Logger.getLogger(Revocations.class);
    private static final int MOST_WRITES = 5;

    private final Inventory inventory;

    /** For CDI, and for tests with an inventory of their own. */
    public Revocations(Inventory inventory) {
        this.inventory = inventory;
    }

    /** What is revoked of a host; empty if nothing is. */
    public Optional<RevocationRecord> find(String hostId) {
        return inventory.item(RevocationItem.key(hostId)).map(RevocationItem::record);
    }

    /** The same of several hosts, by their ids. */
    public Map<String, RevocationRecord> find(Collection<String> hostIds) {
        return read(hostIds.stream().map(RevocationItem::key).toList());
    }

    /** Those of these keys that are records, by their hosts. One that cannot be read does not hide the others. */
    public Map<String, RevocationRecord> read(Collection<String> keys) {
        Map<String, RevocationRecord> found = new HashMap<>();
        inventory.items(keys.stream().filter(RevocationItem::isKey).toList()).forEach((key, item) -> {
            try {
                RevocationRecord record = RevocationItem.record(item);
                found.put(record.hostId(), record);
            } catch (RuntimeException e) {
                LOG.errorf("the item %s cannot be read: %s", key, e.getMessage());
            }
        });
        return found;
    }

    /** Changes a record, which need not exist; if it was written meanwhile, the change is made to what it is then. */
    public RevocationRecord change(String hostId, Instant now, UnaryOperator<RevocationRecord> change) {
        for (int writes = 0; writes < MOST_WRITES; writes++) {
            RevocationRecord record = find(hostId).orElseGet(() -> RevocationRecord.none(hostId));
            RevocationRecord changed = change.apply(record.isOver(now) ? record.forgotten() : record)
                    .pruned(now);
            if (changed.equals(record) || inventory.write(RevocationItem.update(changed))) {
                return changed;
            }
        }
        throw new IllegalStateException("the record of what is revoked of " + hostId + " changed again and again");
    }
}
