package io.certfleet.checker;

import io.certfleet.command.CommandSettings;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Sweeps the table page by page: what each page's hosts need is sent on at once, and nothing is gathered. */
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

    /** Sweeps a table of one page at once; a larger one is split into one message per segment. */
    void sweep() {
        SweepSegment all = new SweepSegment(0, 1, Optional.empty(), Optional.empty(), Optional.empty());
        Instant readAt = clock.instant();
        Inventory.Page first = read(all);
        if (first.next().isEmpty()) {
            Work work = new Work(all);
            goOn(work, work.send(all, first, readAt));
            return;
        }
        int segments = policy.sweepSegments();
        outbox.send(
                QueueName.CHECK,
                IntStream.range(0, segments)
                        .mapToObj(segment -> Outgoing.now(new SweepSegment(
                                segment, segments, Optional.empty(), Optional.empty(), Optional.empty())))
                        .toList());
        LOG.infof("sweep split segments=%d", segments);
    }

    /** Sweeps a segment from a key on, at least one page; goes on by message at {@code end}, or when the pace is full. */
    void sweep(SweepSegment part, Instant end) {
        Work work = new Work(part);
        Optional<SweepSegment> rest = Optional.of(part);
        do {
            // The time before the row is read: what is begun after it was begun after the read.
            Instant readAt = clock.instant();
            rest = work.send(rest.get(), read(rest.get()), readAt);
        } while (rest.isPresent() && work.pace.room() > 0 && clock.instant().isBefore(end));
        goOn(work, rest);
    }

    private Inventory.Page read(SweepSegment part) {
        return inventory.page(part.segment(), part.segments(), part.after(), policy.sweepPage());
    }

    private void goOn(Work work, Optional<SweepSegment> rest) {
        rest.ifPresent(later -> outbox.send(QueueName.CHECK, List.of(Outgoing.later(later, work.pace.over()))));
        work.report(rest.isPresent());
    }

    /** One message's part of a sweep. */
    private final class Work {
        private final SweepSegment part;
        private final Pace pace;
        private final Tally tally = new Tally(policy);

        Work(SweepSegment part) {
            this.part = part;
            this.pace = new Pace(policy.rotationRate(), part.segment(), part.segments());
        }

        /** Sends what a page's hosts need, and answers where to go on. */
        Optional<SweepSegment> send(SweepSegment from, Inventory.Page page, Instant readAt) {
            Plan plan = Plan.of(page.hosts(), due, tally, pace.room(), readAt);
            Map<QueueName, List<Outgoing>> messages = new EnumMap<>(QueueName.class);
            for (Plan.Step step : plan.steps()) {
                int delay = pace.delay();
                LOG.infof(
                        "due hostID=%s queue=%s delay=%d reason=%s",
                        step.host().hostId(),
                        step.queue().word(),
                        delay,
                        step.decision().reason());
                messages.computeIfAbsent(step.queue(), _ -> new ArrayList<>())
                        .add(Outgoing.later(step.message(), delay));
            }
            messages.forEach(outbox::send);
            if (plan.isWhole()) {
                return page.next()
                        .map(next -> new SweepSegment(
                                part.segment(), part.segments(), Optional.of(next), part.sweep(), part.busyUntil()));
            }
            return Optional.of(new SweepSegment(
                    part.segment(), part.segments(), plan.rest().or(from::after), part.sweep(), part.busyUntil()));
        }

        void report(boolean goesOn) {
            tally.publish();
            LOG.infof(
                    "swept segment=%d segments=%d hosts=%d due=%d urgent=%d forced=%d expiring=%d goesOn=%b"
                            + " states=%s resumed=%s left=%s",
                    part.segment(),
                    part.segments(),
                    tally.hosts(),
                    tally.renewed(),
                    tally.urgent(),
                    tally.forced(),
                    tally.expiring(),
                    goesOn,
                    tally.states(),
                    tally.resumed(),
                    tally.left());
        }
    }
}
