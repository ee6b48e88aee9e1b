package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.pace.Pace;
import io.certfleet.pace.Slots;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sweeps the table page by page: what each page's hosts need is sent on at once, and nothing is gathered. One sweep runs at
 * a time, until the last of its messages has become visible.
 */
@ApplicationScoped
class Sweeper {
    private static final Logger LOG = Logger.getLogger(Sweeper.class);

    private final Inventory inventory;
    private final SweepLease lease;
    private final Pace pace;
    private final UnfinishedRevocations revocations;
    private final Outbox outbox;
    private final Policy policy;
    private final Due due;
    private final Clock clock;

    Sweeper(
            Inventory inventory,
            SweepLease lease,
            Pace pace,
            UnfinishedRevocations revocations,
            Outbox outbox,
            Policy policy,
            CommandSettings command,
            Clock clock) {
        this.inventory = inventory;
        this.lease = lease;
        this.pace = pace;
        this.revocations = revocations;
        this.outbox = outbox;
        this.policy = policy;
        this.due = new Due(
                policy, new StepTimeout(command.deliveryTimeout(), command.executionTimeout(), policy.queueAge()));
        this.clock = clock;
    }

    /** Sweeps a table of one page at once; a larger one is split into one message per segment. */
    void sweep(String sweep) {
        Instant readAt = clock.instant();
        Optional<SweepLease.Held> held = lease.begin(sweep, readAt);
        if (held.isEmpty()) {
            LOG.infof("sweep follows messageId=%s reason=another one runs", sweep);
            return;
        }
        SweepSegment all = segment(0, 1, sweep);
        Inventory.Page first = read(all);
        if (first.next().isEmpty()) {
            Work work = new Work(all, held);
            goOn(work, work.send(all, first, readAt));
            return;
        }
        int segments = policy.sweepSegments();
        outbox.send(
                QueueName.CHECK,
                IntStream.range(0, segments)
                        .mapToObj(segment -> Outgoing.now(segment(segment, segments, sweep)))
                        .toList());
        LOG.infof("sweep split segments=%d", segments);
    }

    private static SweepSegment segment(int segment, int segments, String sweep) {
        return new SweepSegment(segment, segments, Optional.empty(), Optional.of(sweep), Optional.empty());
    }

    /** Sweeps a segment from a key on, at least one page; goes on by message at {@code end}, or when the pace is full. */
    void sweep(SweepSegment part, Instant end) {
        Optional<SweepLease.Held> held = part.sweep().flatMap(sweep -> lease.prolong(sweep, clock.instant()));
        if (part.sweep().isPresent() && held.isEmpty()) {
            LOG.infof(
                    "left segment=%d segments=%d reason=its sweep is over, or another one runs",
                    part.segment(), part.segments());
            followUp(part);
            return;
        }
        Work work = new Work(part, held);
        Optional<SweepSegment> rest = Optional.of(part);
        do {
            // The time before the row is read: what is begun after it was begun after the read.
            Instant readAt = clock.instant();
            rest = work.send(rest.get(), read(rest.get()), readAt);
        } while (rest.isPresent() && !work.isFull() && clock.instant().isBefore(end));
        goOn(work, rest);
    }

    private Inventory.Page read(SweepSegment part) {
        return inventory.page(part.segment(), part.segments(), part.after(), policy.sweepPage());
    }

    private void goOn(Work work, Optional<SweepSegment> rest) {
        Optional<Outgoing> later = rest.map(work::later).or(work::untilVisible);
        later.ifPresent(message -> outbox.send(QueueName.CHECK, List.of(message)));
        if (later.isEmpty()) {
            followUp(work.part);
        }
        work.report(later.isPresent());
    }

    /** The segment is done; with the last one the sweep is, and one that was asked for meanwhile follows. */
    private void followUp(SweepSegment part) {
        if (part.sweep()
                .filter(sweep -> lease.finish(sweep, part.segment(), part.segments()))
                .isPresent()) {
            outbox.send(QueueName.CHECK, List.of(Outgoing.now(new Message.Sweep())));
        }
    }

    /** One message's part of a sweep. */
    private final class Work {
        private final SweepSegment part;
        private final Tally tally;
        private Optional<String> last;
        private Optional<Instant> busyUntil;
        // Until there is room again, if the pace had none for all.
        private int fullFor;

        Work(SweepSegment part, Optional<SweepLease.Held> held) {
            this.part = part;
            this.tally = new Tally(policy, held);
            this.last = part.after();
            this.busyUntil = part.busyUntil();
        }

        boolean isFull() {
            return fullFor > 0;
        }

        /** Sends what a page's hosts need, and answers where to go on. */
        Optional<SweepSegment> send(SweepSegment from, Inventory.Page page, Instant readAt) {
            revocations.sweep(page.besides(), readAt);
            Slots slots = pace.reserve(Plan.wanted(page.hosts(), due, readAt), Outgoing.LONGEST_DELAY, clock.instant());
            Plan plan = Plan.of(page.hosts(), due, tally, slots.count(), readAt);
            Map<QueueName, List<Outgoing>> messages = new EnumMap<>(QueueName.class);
            for (int place = 0; place < plan.steps().size(); place++) {
                Plan.Step step = plan.steps().get(place);
                int delay = slots.delay(place);
                LOG.infof(
                        "due hostID=%s queue=%s delay=%d reason=%s",
                        step.host().hostId(),
                        step.queue().word(),
                        delay,
                        step.decision().reason());
                messages.computeIfAbsent(step.queue(), _ -> new ArrayList<>())
                        .add(Outgoing.later(slotted(step.message(), slots.at(place)), delay));
            }
            warn(plan.read());
            messages.forEach(outbox::send);
            if (slots.count() > 0) {
                busyUntil = Optional.of(slots.over());
            }
            if (!page.hosts().isEmpty()) {
                last = Optional.of(page.hosts().getLast().hostId());
            }
            if (plan.isWhole()) {
                return page.next().map(next -> at(Optional.of(next)));
            }
            fullFor = Math.max(1, slots.secondsOver());
            return Optional.of(at(plan.rest().or(from::after)));
        }

        private static Message slotted(Message message, Instant slot) {
            return message instanceof RenewalDue due ? due.at(slot) : message;
        }

        private SweepSegment at(Optional<String> after) {
            return new SweepSegment(part.segment(), part.segments(), after, part.sweep(), busyUntil);
        }

        /** The rest: at once if only the time was over, else when the places that were given are. */
        Outgoing later(SweepSegment rest) {
            return Outgoing.later(at(rest.after()), Math.min(Outgoing.LONGEST_DELAY, fullFor));
        }

        /** After the last host, the segment comes once more when its last message is visible: until then it runs. */
        Optional<Outgoing> untilVisible() {
            Duration left = part.sweep()
                    .flatMap(_ -> busyUntil)
                    .map(until -> Duration.between(clock.instant(), until))
                    .orElse(Duration.ZERO);
            return last.filter(_ -> left.isPositive())
                    .map(key -> Outgoing.later(at(Optional.of(key)), (int)
                            Math.min(Outgoing.LONGEST_DELAY, Math.ceilDiv(left.toMillis(), 1000L))));
        }

        /** The issuer may write into rows; it is told only of what the row does not say yet. */
        private void warn(List<Host> hosts) {
            for (Host host : hosts) {
                host.reading()
                        .toWarnOf()
                        .ifPresent(what -> LOG.warnf("to be fixed hostID=%s reason=%s", host.hostId(), what));
            }
            outbox.send(
                    QueueName.ISSUE,
                    hosts.stream()
                            .filter(host -> host.reading().isNews())
                            .map(host -> Outgoing.now(new Message.RowFaulty(host.hostId())))
                            .toList());
        }

        void report(boolean goesOn) {
            tally.publish();
            LOG.infof(
                    "swept segment=%d segments=%d hosts=%d due=%d urgent=%d forced=%d expiring=%d misread=%d goesOn=%b"
                            + " states=%s resumed=%s left=%s",
                    part.segment(),
                    part.segments(),
                    tally.hosts(),
                    tally.renewed(),
                    tally.urgent(),
                    tally.forced(),
                    tally.expiring(),
                    tally.misread(),
                    goesOn,
                    tally.states(),
                    tally.resumed(),
                    tally.left());
        }
    }
}
