package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Serial;
import io.certfleet.table.Reading;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.Collection;

/** What is written into a host's row beside its rotation: what became known of its certificates and of the row itself. */
public final class RowMarks {
    private RowMarks() {}

    /** A certificate that was issued for the host turned up: a revocation must reach it. */
    public static Update listed(Host host, UnexpiredCertificate certificate) {
        return host.ifStill().whenSize(UNEXPIRED, host.unexpired().size()).append(UNEXPIRED, certificate.attribute());
    }

    /** The operators are notified of a serial that the host holds and nobody knows. */
    public static Update notifiedOfHeld(Host host, Serial serial) {
        return host.ifStill()
                .when(NOTIFIED_HELD, host.certificate().notifiedHeld())
                .set(NOTIFIED_HELD, serial.hex());
    }

    /** The CA has revoked these. */
    public static Update revokedAtCa(String hostId, Collection<Serial> serials) {
        return revokedAtCa(Update.of(hostId), serials);
    }

    /** The CA has revoked these, beside what the update says already. */
    public static Update revokedAtCa(Update update, Collection<Serial> serials) {
        return update.add(REVOKED_AT_CA, serials.stream().map(Serial::hex).toList());
    }

    /** These are to be revoked, beside what the update says already. */
    public static Update revoked(Update update, Collection<Serial> serials) {
        return update.add(REVOKED_SERIALS, serials.stream().map(Serial::hex).toList());
    }

    /** What is wrong with the row's attributes now, or nothing any more. */
    public static Update warned(Host host, Instant now) {
        Reading reading = host.reading();
        Update update = host.update().whenAsRead(WARNING).whenAsRead(LAST_ERROR);
        reading.toWarnOf()
                .ifPresentOrElse(
                        warning -> update.set(WARNING, warning).set(WARNED_AT, now),
                        () -> update.remove(WARNING, WARNED_AT));
        if (reading.fault().isPresent()) {
            update.set(LAST_ERROR, reading.fault().get());
        } else if (reading.isLastErrorOfWarning()) {
            update.remove(LAST_ERROR);
        }
        return update;
    }
}
