package io.certfleet.issuer;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.pace.Pace;
import io.certfleet.pace.Slots;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Holds the stack's pace where nobody has reserved a place before: for what a revocation asks for, for redriven messages, and
 * for those of older versions. What the checker sends has its place already.
 */
@ApplicationScoped
class Turns {
    private static final Logger LOG = Logger.getLogger(Turns.class);
    // The checker's clock against that of SQS. A redriven message is sent anew, so its place is older than itself: it
    // has
    // failed for 8 minutes at least (SQS developer guide, redrive: a new messageID and enqueueTime are assigned).
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Pace pace;
    private final Outbox outbox;

    Turns(Pace pace, Outbox outbox) {
        this.pace = pace;
        this.outbox = outbox;
    }

    /** Those whose turn it is; the others are sent anew for theirs, and are done with that. */
    Map<QueueMessage, RenewalDue> now(Map<QueueMessage, RenewalDue> renewals, Map<String, Host> hosts, Instant now) {
        Map<QueueMessage, RenewalDue> ready = new LinkedHashMap<>(renewals);
        List<QueueMessage> uncounted = renewals.keySet().stream()
                .filter(message -> !isCounted(message, renewals.get(message)))
                .filter(message -> begins(hosts.get(renewals.get(message).hostId()), renewals.get(message), now))
                .toList();
        Slots slots = pace.reserve(uncounted.size(), Outgoing.LONGEST_DELAY, now);
        List<Outgoing> later = new ArrayList<>();
        for (int place = 0; place < uncounted.size(); place++) {
            RenewalDue due = renewals.get(uncounted.get(place));
            int delay = place < slots.count() ? slots.delay(place) : wait(slots);
            if (delay > 0) {
                RenewalDue counted = place < slots.count() ? due.at(slots.at(place)) : due;
                later.add(Outgoing.later(counted, delay));
                ready.remove(uncounted.get(place));
                LOG.infof("waits hostID=%s rotation=%s delay=%d", due.hostId(), due.rotationId(), delay);
            }
        }
        outbox.send(QueueName.ISSUE, later);
        return ready;
    }

    private static boolean isCounted(QueueMessage message, RenewalDue due) {
        return due.slot()
                .filter(slot -> !slot.plus(SKEW).isBefore(message.sentAt()))
                .isPresent();
    }

    /** What changes nothing needs no place, nor does a command that is sent again because the last call failed. */
    private static boolean begins(Host host, RenewalDue due, Instant now) {
        if (host == null) {
            return false;
        }
        ClaimDecision decision = ClaimDecision.of(host, due, now);
        return decision instanceof ClaimDecision.Begin || decision instanceof ClaimDecision.Resend;
    }

    private static int wait(Slots slots) {
        return Math.clamp(slots.secondsOver() - Outgoing.LONGEST_DELAY / 2, 1, Outgoing.LONGEST_DELAY);
    }
}
