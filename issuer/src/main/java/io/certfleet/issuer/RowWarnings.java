package io.certfleet.issuer;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Reading;
import io.certfleet.inventory.Update;
import io.certfleet.message.Message.RowFaulty;
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

    /** Looks at the row as it is now; false if it changed meanwhile and the message must come back. */
    boolean write(RowFaulty faulty, Instant now) {
        Optional<Host> host =
                inventory.find(faulty.hostId()).filter(found -> found.reading().isNews());
        if (host.isEmpty()) {
            return true;
        }
        Reading reading = host.get().reading();
        Update update = Update.of(host.get()).whenAsRead("warning").whenAsRead("lastError");
        if (reading.toWarnOf().isPresent()) {
            update.set("warning", reading.toWarnOf().get()).set("warnedAt", now);
        } else {
            update.remove("warning", "warnedAt");
        }
        if (reading.fault().isPresent()) {
            update.set("lastError", reading.fault().get());
        } else if (reading.isLastErrorOfWarning()) {
            update.remove("lastError");
        }
        if (!inventory.write(update)) {
            return false;
        }
        tell(host.get().hostId(), reading);
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
