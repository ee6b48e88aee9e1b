package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.operator.Row;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.waiting.NotHeldException;
import io.certfleet.drill.waiting.Wait;
import io.certfleet.drill.watch.Watcher;
import io.certfleet.standin.StandIn;
import io.certfleet.standin.eventbridge.Delivery;
import io.certfleet.standin.gateway.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The life of a fleet in minutes: enrolled, rotated, revoked, restored, beside hosts that cannot be served. */
final class Drill {
    // The copy of an event comes at most so much later, and some only after all is done.
    private static final Duration SPREAD = Duration.ofSeconds(10);
    private static final int HELD_EVERY = 10;
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final StandIn standIn;
    private final Operator operator;
    private final Rows rows;
    private final Probes probes;
    private final Roles roles;
    private final Watcher watcher;
    private final OriginalSample original;
    private final Progress progress;
    private final StepTimeouts timeouts;
    private final int loseEvents;
    private final SweepLog sweepLog;
    private Enrolment enrolment;
    private String firstOfflineCommand = "";
    private int revokedSessionsRefused;
    private int sessionsGranted;

    /** From when until when the hosts were enrolled, and with how many SendCommand calls. */
    record Enrolment(Instant from, Instant to, long sendCommands) {}

    Drill(
            StandIn standIn,
            Operator operator,
            Roles roles,
            Watcher watcher,
            OriginalSample original,
            Progress progress,
            StepTimeouts timeouts,
            int loseEvents,
            SweepLog sweepLog) {
        this.standIn = standIn;
        this.operator = operator;
        this.rows = new Rows(operator);
        this.loseEvents = loseEvents;
        this.sweepLog = sweepLog;
        this.probes = new Probes(standIn, operator, roles, timeouts, new Schedule(operator, loseEvents > 0));
        this.roles = roles;
        this.watcher = watcher;
        this.original = original;
        this.progress = progress;
        this.timeouts = timeouts;
    }

    /** Runs all of it; fails with NotHeldException at the first thing that does not happen. */
    void run() {
        probes.awaitFirstLookForCrl();
        standIn.bus().delivery(Delivery.twice(SPREAD).holdingEvery(HELD_EVERY).losingEvery(loseEvents));
        ObjectNode originalRow = original.leave(roles.original());
        roles.enrolled().forEach(host -> watcher.add(host.watch()));
        watcher.found(roles.original().id(), originalRow.at("/serial/S").asText());
        watcher.start();
        enrol(originalRow);
        rotateRevokeAndRestore();
        awaitOffline();
        copiesChangeNothing();
    }

    private void enrol(ObjectNode originalRow) {
        progress.stage("enrolling " + roles.enrolled().size()
                + " hosts, beside one that is offline and one that loses its key");
        Instant from = Instant.now();
        long before = probes.sendCommands();
        rows.put(originalRow);
        roles.enrolled().stream().filter(host -> !host.equals(roles.original())).forEach(host -> rows.put(host.item()));
        rows.put(roles.losesKey().item());
        Map<String, Row> old = rows.all();
        operator.request(Requests.sweep());
        List<String> ids = Stream.concat(roles.enrolled().stream(), Stream.of(roles.losesKey()))
                .map(EnrolledHost::id)
                .toList();
        probes.await("begun", ids, row -> row.isInWork() || row.isAtRest("active"));
        // In a command of its own, which may be refused and would be sent in halves.
        rows.put(roles.offline().item());
        operator.request(Requests.sweep());
        probes.await(
                "the offline host has its command, or is known to take none",
                List.of(roles.offline().id()),
                row -> !row.commandId().isEmpty() || row.state().equals("offline"));
        firstOfflineCommand = rows.get(roles.offline().id()).commandId();
        List<EnrolledHost> first = roles.enrolled().stream()
                .filter(host -> !host.equals(roles.rebooting()))
                .toList();
        probes.awaitNewCertificates("enrolled", first, old);
        // No sweep since, and no back-off: its answer alone has a new key made.
        probes.await("a second key", List.of(roles.losesKey().id()), row -> row.isAtRest("active"));
        probes.allGranted(
                "after enrolment",
                Stream.concat(first.stream(), Stream.of(roles.losesKey())).toList());
        enrolment = enrolment(from, before);
    }

    /** Until a moment at which no command is being sent, of which those who count would tell different things. */
    private Enrolment enrolment(Instant from, long before) {
        long sent;
        Instant to;
        do {
            sent = probes.sendCommands();
            Wait.pause(QUIET);
            to = Instant.now();
            Wait.pause(QUIET);
        } while (probes.sendCommands() != sent);
        return new Enrolment(from, to, sent - before);
    }

    /** At once, of different hosts: each waits more than it works. */
    private void rotateRevokeAndRestore() {
        progress.stage("rotations, revocations and restorations, beside hosts that cannot be served");
        Map<String, Row> old = rows.all();
        roles.failingItems().forEach(rows::put);
        rows.remove(roles.forcedByRow().id(), "expiry");
        operator.request(Requests.rotate(roles.forcedByRequest(), "the drill"));
        operator.request(Requests.rotate(roles.companions(), "company for the bad hosts"));
        operator.request(Requests.sweep());
        revoke();
        Map<String, Row> revoked = rows.all();
        restore();
        probes.awaitNewCertificates(
                "rotated",
                Stream.of(roles.forcedByRequest(), List.of(roles.forcedByRow()), roles.companions())
                        .flatMap(List::stream)
                        .toList(),
                old);
        probes.await("failed", roles.failingIds(), row -> row.isAtRest("failed"));
        probes.await("enrolled after a reboot", List.of(roles.rebooting().id()), row -> row.isAtRest("active"));
        standIn.bus().releaseHeld();
        // The CRL is in force, and the hosts that it does not list are asked while the others wait for their keys.
        sessionsGranted = probes.allGranted(
                "beside the revoked",
                roles.enrolled().stream()
                        .filter(host -> !roles.revoked().contains(host))
                        .toList());
        probes.awaitNewCertificates("restored", roles.revoked(), revoked);
        sessionsGranted += probes.allGranted("after the restoration", roles.revoked());
    }

    private void revoke() {
        operator.request(Requests.revoke(roles.revokedByRequest(), "KEY_COMPROMISE"));
        operator.administrator()
                .authority(
                        "RevokeCertificate",
                        Json.object()
                                .put("CertificateAuthorityArn", operator.variable("CA_ARN"))
                                .put(
                                        "CertificateSerial",
                                        rows.get(roles.revokedByHand().id()).serial())
                                .put("RevocationReason", "CESSATION_OF_OPERATION"));
        List<String> ids = Probes.ids(roles.revoked());
        probes.await("revoked", ids, row -> row.isAtRest("revoked"));
        probes.await(
                "sessions of revoked hosts are refused",
                timeouts.crl(),
                () -> roles.revoked().stream()
                        .map(probes::ask)
                        .filter(outcome -> !outcome.refused())
                        .toList());
        revokedSessionsRefused = ids.size();
        Instant since = Instant.now();
        operator.request(Requests.sweep());
        Wait.until("a sweep of revoked hosts", timeouts.step(0), () -> sweepLog.hasLeftRevoked(ids.size(), since));
        List<String> due = sweepLog.due(ids, since);
        if (!due.isEmpty()) {
            throw new NotHeldException("a sweep did not leave revoked hosts alone: " + due);
        }
    }

    private void restore() {
        operator.request(Requests.readmit(List.of(roles.revokedByHand()), "restored"));
        // Everything of it is revoked already; what is new is the certificate.
        operator.request(Requests.revoke(roles.revokedByRequest(), "SUPERSEDED").put("rotate", true));
    }

    private void awaitOffline() {
        progress.stage("the offline host's time-out");
        probes.await(
                "offline",
                timeouts.offline(),
                () -> rows.not(
                        List.of(roles.offline().id()),
                        row -> row.state().equals("offline") && (firstOfflineCommand.isEmpty() || hasNext(row))));
    }

    /** The command that timed out is followed by one that waits longer. */
    private boolean hasNext(Row row) {
        return !row.commandId().isEmpty() && !row.commandId().equals(firstOfflineCommand);
    }

    /** All copies of events are delivered, the last ones long after their rotations ended; nonsense is rejected meanwhile. */
    private void copiesChangeNothing() {
        progress.stage("late copies of events, and dead letters meanwhile");
        probes.awaitQuiet();
        Map<String, Row> before = rows.all();
        standIn.bus().releaseHeld();
        new DeadLetters(operator, standIn.queues()::arn).handle();
        Wait.until(
                "all copies are delivered",
                timeouts.step(0),
                () -> standIn.bus().underWay() == 0);
        probes.awaitQuiet();
        Map<String, Row> after = rows.all();
        List<Row> changed = before.values().stream()
                .filter(row -> !row.equals(after.get(row.hostId())))
                .toList();
        if (!changed.isEmpty()) {
            throw new NotHeldException("late copies of events changed rows: " + changed);
        }
    }

    Enrolment enrolment() {
        return enrolment;
    }

    int revokedSessionsRefused() {
        return revokedSessionsRefused;
    }

    int sessionsGranted() {
        return sessionsGranted;
    }
}
