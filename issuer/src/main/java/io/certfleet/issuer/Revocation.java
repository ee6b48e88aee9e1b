package io.certfleet.issuer;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Serial;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedCertificate;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.RowMarks;
import io.certfleet.table.Update;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Revokes. What is to be revoked is recorded beside the row first, so that it is not lost with the row; then the row says
 * so, so that no sweep hands out a new certificate; then the CA is told, serial by serial, and that is recorded.
 */
@ApplicationScoped
class Revocation {
    private static final Logger LOG = Logger.getLogger(Revocation.class);

    private final Inventory inventory;
    private final Revocations revocations;
    private final RevocationAtCa atCa;
    private final RevocationNotices notices;
    private final DeadLetters deadLetters;
    private final Outbox outbox;
    private final Duration validity;

    Revocation(
            Inventory inventory,
            Revocations revocations,
            RevocationAtCa atCa,
            RevocationNotices notices,
            DeadLetters deadLetters,
            Outbox outbox,
            IssuerSettings settings) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.atCa = atCa;
        this.notices = notices;
        this.deadLetters = deadLetters;
        this.outbox = outbox;
        this.validity = settings.validity();
    }

    /** Revokes what the message is about; false if the row changed meanwhile and the message must be redelivered. */
    boolean revoke(QueueMessage message, RevocationDue due, Instant now) {
        Optional<Host> host = inventory.find(due.hostId());
        RevocationPlan plan = new RevocationPlan(due, host, revocations.find(due.hostId()), validity, now);
        Optional<String> nothing = plan.nothing();
        if (nothing.isPresent()) {
            return nothing(message, due, host, plan, nothing.get());
        }
        RevocationRecord record = revocations.change(due.hostId(), now, plan::intend);
        boolean isBack = plan.isRowBack();
        Optional<Update> mark = plan.mark();
        if (mark.isPresent() && !inventory.write(mark.get())) {
            return false;
        }
        if (isBack) {
            notices.rowIsBack(record);
        }
        List<RevokedCertificate> toTell = plan.toTell(record);
        RevocationAtCa.Outcome outcome = atCa.tell(due.hostId(), toTell);
        // Before the record says so: a crash in between notifies twice rather than never.
        notices.refused(due.hostId(), outcome.news());
        record = revocations.change(
                due.hostId(), now, written -> outcome.record(written, plan.isUnheardOf(), due.attempt(), now));
        note(host, plan, record);
        outcome.requireAll(due);
        if (!outcome.refused().isEmpty() && plan.told(record).isEmpty() && due.attempt() == 0) {
            deadLetters.reject(message, "not revoked: " + outcome.reasons());
        } else {
            LOG.infof(
                    "handled revocation hostID=%s told=%s before=%b reason=%s",
                    due.hostId(),
                    outcome.told(),
                    toTell.isEmpty(),
                    due.request().reason());
        }
        rotate(due, host);
        return true;
    }

    /** Nothing is to be told to the CA; a host of the table is kept from what it might be given next all the same. */
    private boolean nothing(
            QueueMessage message, RevocationDue due, Optional<Host> host, RevocationPlan plan, String why) {
        Optional<Update> mark = plan.mark();
        if (due.serial().isEmpty() && mark.isPresent() && !inventory.write(mark.get())) {
            return false;
        }
        if (due.attempt() == 0) {
            deadLetters.reject(message, why);
        }
        rotate(due, host);
        return true;
    }

    /** The row tells what the CA was told apart from what is only intended. */
    private void note(Optional<Host> host, RevocationPlan plan, RevocationRecord record) {
        List<Serial> told = plan.told(record);
        if (host.isPresent() && !told.isEmpty()) {
            // A row that is gone by now needs no note: the record has it.
            Update noted = RowMarks.revokedAtCa(host.get().hostId(), told);
            boolean isWritten = inventory.write(plan.isUnheardOf() ? RowMarks.revoked(noted, told) : noted);
            LOG.debugf("noted hostID=%s written=%b", host.get().hostId(), isWritten);
        }
    }

    private void rotate(RevocationDue due, Optional<Host> host) {
        if (!due.request().rotate()) {
            return;
        }
        if (host.isEmpty()) {
            LOG.warnf("not rotated hostID=%s reason=it has no row", due.hostId());
            return;
        }
        outbox.send(QueueName.ISSUE, List.of(Outgoing.now(renewal(host.get(), due))));
    }

    private static RenewalDue renewal(Host host, RevocationDue due) {
        // After the revocation, before any later one, and the same whenever this message comes again.
        Instant requestedAt = due.request().at().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        return new RenewalDue(
                host.hostId(),
                due.request().rotationId(),
                new RenewalDue.Seen(host.serial(), HostState.REVOKED.word(), false, Optional.empty()),
                new RenewalDue.Cause("revoked with rotate: " + due.request().reason(), requestedAt, true, true),
                0,
                Optional.empty());
    }
}
