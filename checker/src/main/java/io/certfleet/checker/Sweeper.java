package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.inventory.Host;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Sweeps the table page by page: each page's due hosts are sent on at once, and nothing is gathered. */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final Inventory inventory;
    private final Outbox outbox;
    private final Policy policy;
    private final Due due;
    private final Clock clock;

    Sweeper(Inventory inventory, Outbox outbox, Policy policy, CommandSettings command, Clock clock) {
        this.inventory = inventory;
        this.outbox = outbox;
        this.policy = policy;
        this.due = new Due(
                policy, new Allowance(command.deliveryTimeout(), command.executionTimeout(), policy.queueAge()));
        this.clock = clock;
    }

    /** Sweeps a small table at once; a large one is split into one message per segment. */
    void sweep() {
        Inventory.Page first = inventory.page(0, 1, Optional.empty(), policy.sweepPage());
        if (first.next().isEmpty()) {
            send(first.hosts(), new Pace(policy.rotationRate(), 1), clock.instant());
            return;
        }
        outbox.send(
                QueueName.CHECK,
                IntStream.range(0, policy.sweepSegments())
                        .mapToObj(segment ->
                                Outgoing.now(new SweepSegment(segment, policy.sweepSegments(), Optional.empty())))
                        .toList());
        LOG.infof("sweep split segments=%d", policy.sweepSegments());
    }

    /** Sweeps a segment from a key on; goes on by message when its time is over or no delay is left to give. */
    void sweep(SweepSegment part) {
        Instant end = clock.instant().plus(policy.sweepBudget());
        Pace pace = new Pace(policy.rotationRate(), part.segments());
        Optional<String> after = part.after();
        do {
            Inventory.Page page = inventory.page(part.segment(), part.segments(), after, policy.sweepPage());
            if (!send(page.hosts(), pace, clock.instant())) {
                // This page's rest is read again: what was sent is claimed by then, or comes doubled and changes
                // nothing.
                continueLater(new SweepSegment(part.segment(), part.segments(), after), Outgoing.LONGEST_DELAY);
                return;
            }
            after = page.next();
        } while (after.isPresent() && clock.instant().isBefore(end));
        if (after.isPresent()) {
            continueLater(
                    new SweepSegment(part.segment(), part.segments(), after),
                    pace.hasRoom() ? pace.delay() : Outgoing.LONGEST_DELAY);
        }
    }

    private void continueLater(SweepSegment rest, int delaySeconds) {
        outbox.send(QueueName.CHECK, List.of(Outgoing.later(rest, delaySeconds)));
    }

    /** Sends what a page's hosts need; false if the pace had no room for all of them. */
    private boolean send(List<Host> hosts, Pace pace, Instant now) {
        List<Planned> renewals = new ArrayList<>();
        int resumed = 0;
        for (Host host : hosts) {
            switch (due.decide(host, now)) {
                case Decision.Leave(String reason) -> LOG.debugf("left hostID=%s reason=%s", host.hostId(), reason);
                case Decision.Renew renew -> renewals.add(new Planned(host, renew));
                case Decision.Resume(String reason, QueueName queue, var message) -> {
                    LOG.infof("resumed hostID=%s queue=%s reason=%s", host.hostId(), queue.word(), reason);
                    outbox.send(queue, List.of(Outgoing.now(message)));
                    resumed++;
                }
            }
        }
        renewals.sort(Comparator.comparing(planned -> !planned.renew().urgent()));
        List<Outgoing> messages = new ArrayList<>();
        for (Planned planned : renewals) {
            if (!pace.hasRoom()) {
                break;
            }
            LOG.infof(
                    "due hostID=%s reason=%s",
                    planned.host().hostId(), planned.renew().reason());
            messages.add(Outgoing.later(Renewals.swept(planned.host(), planned.renew(), now), pace.delay()));
        }
        outbox.send(QueueName.ISSUE, messages);
        Metrics.counter("certfleet.sweep.hosts").increment(hosts.size());
        Metrics.counter("certfleet.sweep.due").increment(messages.size());
        Metrics.counter("certfleet.sweep.resumed").increment(resumed);
        LOG.infof("swept hosts=%d due=%d resumed=%d", hosts.size(), messages.size(), resumed);
        return messages.size() == renewals.size();
    }

    private record Planned(Host host, Decision.Renew renew) {}
}
