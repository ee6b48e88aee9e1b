package io.certfleet.checker;

import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Message.Rotate;
import io.certfleet.message.Message.RotateLater;
import io.certfleet.message.Messages;
import io.certfleet.pace.Pace;
import io.certfleet.pace.Slots;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.revocation.RevocationRecords;
import io.certfleet.revocation.Revocations;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Carries out operators' requests to rotate hosts. One unknown host refuses the whole; hosts that must not be rotated are
 * left out, and go to the dead-letter queue as a request of their own.
 *
 * <p>Requests take turns: each reserves places in the next minutes only, and what does not fit follows by message. The
 * places after those are the sweep's, so that no request, however large, keeps it waiting for longer.
 */
@ApplicationScoped
class RotateRequests {
    /** How many seconds ahead a request reserves places: a third of what the sweep may. */
    static final int TURN = Outgoing.LONGEST_DELAY / 3;

    private static final Logger LOG = Logger.getLogger(RotateRequests.class);

    private final Inventory inventory;
    private final Revocations revocations;
    private final Pace pace;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Policy policy;
    private final Clock clock;

    RotateRequests(
            Inventory inventory,
            Revocations revocations,
            Pace pace,
            Outbox outbox,
            DeadLetters deadLetters,
            Policy policy,
            Clock clock) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.pace = pace;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.policy = policy;
        this.clock = clock;
    }

    /** Takes what an operator sent. */
    void take(QueueMessage message, Rotate request) {
        Map<String, Host> hosts = inventory.find(request.hostIds());
        List<String> unknown =
                request.hostIds().stream().filter(id -> !hosts.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            deadLetters.reject(message, "not in the table: " + String.join(", ", unknown));
            return;
        }
        rotate(
                message,
                new RotateLater(message.id(), message.sentAt(), request.hostIds(), request.reason(), request.readmit()),
                hosts);
    }

    /** Takes the hosts of a request whose turn had not come. */
    void goOn(QueueMessage message, RotateLater request) {
        rotate(message, request, inventory.find(request.hostIds()));
    }

    private void rotate(QueueMessage message, RotateLater request, Map<String, Host> hosts) {
        Map<String, List<String>> leftOut = new LinkedHashMap<>();
        List<Host> taken = new ArrayList<>();
        RevocationRecords records = revocations.find(hosts.keySet());
        Instant now = clock.instant();
        for (String hostId : request.hostIds()) {
            Host host = hosts.get(hostId);
            Optional<String> obstacle = obstacle(host, records, request, now);
            if (obstacle.isPresent()) {
                leftOut.computeIfAbsent(obstacle.get(), _ -> new ArrayList<>()).add(hostId);
            } else if (!isBegun(host, request)) {
                taken.add(host);
            }
        }
        Slots slots = pace.reserve(taken.size(), TURN, now);
        send(request, taken.subList(0, slots.count()), slots);
        List<String> later =
                taken.stream().skip(slots.count()).map(Host::hostId).toList();
        if (!later.isEmpty()) {
            // Half of a turn is free again by then, and the sweep, which waits for the last place, is not back yet.
            int delay = Math.clamp(slots.secondsOver() - TURN / 2, 1, Outgoing.LONGEST_DELAY);
            outbox.send(QueueName.CHECK, List.of(Outgoing.later(rest(request, later), delay)));
        }
        leftOut.forEach((why, hostIds) -> leaveOut(message, request, why, hostIds));
        LOG.infof(
                "requested rotation messageId=%s hosts=%d later=%d leftOut=%d reason=%s",
                request.requestId(),
                slots.count(),
                later.size(),
                leftOut.values().stream().mapToInt(List::size).sum(),
                request.reason());
        if (taken.isEmpty() && !leftOut.isEmpty()) {
            LOG.warnf("nobody rotated messageId=%s reason=every host of the request is left out", request.requestId());
        }
    }

    /** Why a host is left out. */
    private static Optional<String> obstacle(Host host, RevocationRecords records, RotateLater request, Instant now) {
        if (host == null) {
            return Optional.of("not in the table");
        }
        if (!host.enabled()) {
            return Optional.of("not enabled");
        }
        if (records.unreadable().containsKey(host.hostId())) {
            return Optional.of("not known whether they are revoked, since the item beside their row cannot be read");
        }
        // A row that was put anew does not say so; the record beside it does.
        boolean isBarred =
                records.of(host.hostId()).filter(record -> record.bars(now)).isPresent();
        // A rotation of a row that says revoked is one that readmits the host.
        boolean isRevoked = host.state() == HostState.REVOKED && host.rotation().isEmpty();
        return (isBarred || isRevoked) && !request.readmit()
                ? Optional.of("revoked, and let in again only by \"readmit\": true")
                : Optional.empty();
    }

    /** A request that comes again takes no places for what it has begun already. */
    private static boolean isBegun(Host host, RotateLater request) {
        String rotationId = Renewals.requestId(request.requestId(), host.hostId());
        return host.isUnderWay(rotationId) || host.lastRotation().equals(Optional.of(rotationId));
    }

    private void send(RotateLater request, List<Host> hosts, Slots slots) {
        List<Outgoing> renewals = new ArrayList<>();
        List<Outgoing> installs = new ArrayList<>();
        for (int place = 0; place < hosts.size(); place++) {
            Host host = hosts.get(place);
            int delay = slots.delay(place);
            Optional<InstallDue> pending = PendingInstall.toTry(host, request.requestedAt(), policy.validity());
            pending.ifPresent(install -> installs.add(Outgoing.later(install, delay)));
            renewals.add(Outgoing.later(
                    Renewals.requested(host, request, pending.isPresent()).at(slots.at(place)), delay));
        }
        outbox.send(QueueName.ISSUE, renewals);
        outbox.send(QueueName.CERTIFICATE, installs);
    }

    private static RotateLater rest(RotateLater request, List<String> hostIds) {
        return new RotateLater(
                request.requestId(), request.requestedAt(), hostIds, request.reason(), request.readmit());
    }

    /** As a request that an operator may send as it is, once the cause is gone. */
    private void leaveOut(QueueMessage message, RotateLater request, String why, List<String> hostIds) {
        String body = Messages.write(new Rotate(hostIds, request.reason(), request.readmit()));
        deadLetters.reject(
                new QueueMessage(request.requestId(), message.queue(), body, message.sentAt(), message.receiveCount()),
                why + ", and left out: " + String.join(", ", hostIds));
    }
}
