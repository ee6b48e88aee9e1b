package io.certfleet.checker;

import io.certfleet.message.Message;
import io.certfleet.queue.QueueName;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a page's hosts need, as far as the pace has room, in the order in which it is sent: urgent renewals, then
 * rotations that got stuck, then renewals that have time.
 *
 * @param rest where to go on, if the pace had no room for all: after this host, or at the page's begin if it is empty
 * @param read the hosts that were decided on, due or not
 * @param isWhole whether all of the page's hosts are in it
 */
record Plan(List<Step> steps, List<Host> read, Optional<String> rest, boolean isWhole) {

    /** One message for one host. */
    record Step(Host host, Decision decision, QueueName queue, Message message, int rank) {}

    /** How many messages the hosts need, if there is room for all. */
    static int wanted(List<Host> hosts, Due due, Instant readAt) {
        return (int) hosts.stream()
                .filter(host -> !(due.decide(host, readAt) instanceof Decision.Leave))
                .count();
    }

    static Plan of(List<Host> hosts, Due due, Tally tally, int room, Instant readAt) {
        List<Step> steps = new ArrayList<>();
        List<Host> read = new ArrayList<>();
        for (Host host : hosts) {
            Decision decision = due.decide(host, readAt);
            if (!(decision instanceof Decision.Leave)) {
                if (steps.size() == room) {
                    return new Plan(
                            ordered(steps),
                            read,
                            read.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(read.getLast().hostId()),
                            false);
                }
                steps.add(step(host, decision, readAt));
            }
            tally.count(host, decision, readAt);
            read.add(host);
        }
        return new Plan(ordered(steps), read, Optional.empty(), true);
    }

    private static Step step(Host host, Decision decision, Instant readAt) {
        return switch (decision) {
            case Decision.Renew renew ->
                new Step(host, renew, QueueName.ISSUE, Renewals.swept(host, renew, readAt), renew.urgent() ? 0 : 2);
            case Decision.Resume resume -> new Step(host, resume, resume.queue(), resume.message(), 1);
            case Decision.Leave leave -> throw new IllegalArgumentException("nothing to send: " + leave.reason());
        };
    }

    private static List<Step> ordered(List<Step> steps) {
        return steps.stream().sorted(Comparator.comparingInt(Step::rank)).toList();
    }
}
