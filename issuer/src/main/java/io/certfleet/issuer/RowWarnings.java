package io.certfleet.issuer;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.RowFaulty;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.RowMarks;
import io.certfleet.table.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Writes into a row, once, what is wrong with its attributes, and takes it out when it is not wrong any more. */
@ApplicationScoped
class RowWarnings {
    private static final Logger LOG = Logger.getLogger(RowWarnings.class);

    private final Inventory inventory;

    RowWarnings(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Looks at the row as it is now; false if it changed meanwhile and the message must be redelivered. */
    boolean write(RowFaulty faulty, Instant now) {
        Optional<Host> host =
                inventory.find(faulty.hostId()).filter(found -> found.reading().isNews());
        if (host.isEmpty()) {
            return true;
        }
        if (!inventory.write(RowMarks.warned(host.get(), now))) {
            return false;
        }
        tell(host.get().hostId(), host.get().reading());
        return true;
    }

    /** The first line is counted, and an alarm is set on it: a fault keeps something from being done, a strange name may. */
    private static void tell(String hostId, Reading reading) {
        if (reading.fault().isPresent()) {
            LOG.errorf("misread hostID=%s reason=%s", hostId, reading.fault().get());
        } else {
            LOG.warnf("row hostID=%s warning=%s", hostId, reading.toWarnOf().orElse("none any more"));
        }
    }
}
