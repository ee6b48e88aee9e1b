package io.certfleet.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.StandIn;
import io.certfleet.local.bus.Delivery;
import io.certfleet.local.door.Json;
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

    private final StandIn standIn;
    private final Operator operator;
    private final Rows rows;
    private final Lookout lookout;
    private final Cast cast;
    private final Watcher watcher;
    private final OriginalSample original;
    private final Progress progress;
    private final Patience patience;
    private final int loseEvents;
    private Enrolment enrolment;
    private String firstOfflineCommand = "";
    private int revokedSessionsRefused;
    private int sessionsGranted;

    /** From when until when the hosts were enrolled, and with how many SendCommand calls. */
    record Enrolment(Instant from, Instant to, long sendCommands) {}

    Drill(
            StandIn standIn,
            Operator operator,
            Cast cast,
            Watcher watcher,
            OriginalSample original,
            Progress progress,
            Patience patience,
            int loseEvents) {
        this.standIn = standIn;
        this.operator = operator;
        this.rows = new Rows(operator);
        this.loseEvents = loseEvents;
        this.lookout = new Lookout(standIn, operator, cast, patience, new Schedule(operator, loseEvents > 0));
        this.cast = cast;
        this.watcher = watcher;
        this.original = original;
        this.progress = progress;
        this.patience = patience;
    }

    /** Runs all of it; fails with NotHeldException at the first thing that does not happen. */
    void run() {
        lookout.awaitFirstLookForCrl();
        standIn.bus().delivery(Delivery.twice(SPREAD).holdingEvery(HELD_EVERY).losingEvery(loseEvents));
        ObjectNode originalRow = original.leave(cast.original());
        cast.members().forEach(member -> watcher.add(member.watch()));
        watcher.found(cast.original().id(), originalRow.path("serial").path("S").asText());
        watcher.start();
        enrol(originalRow);
        rotateRevokeAndRestore();
        awaitOffline();
        copiesChangeNothing();
    }

    private void enrol(ObjectNode originalRow) {
        progress.stage(
                "enrolling " + cast.members().size() + " hosts, beside one that is offline and one that loses its key");
        Instant from = Instant.now();
        long before = lookout.sendCommands();
        rows.put(originalRow);
        cast.members().stream()
                .filter(member -> !member.equals(cast.original()))
                .forEach(member -> rows.put(member.item()));
        rows.put(cast.losesKey().item());
        Map<String, Row> old = rows.all();
        operator.order(Orders.sweep());
        List<String> ids = Stream.concat(cast.members().stream(), Stream.of(cast.losesKey()))
                .map(Member::id)
                .toList();
        lookout.await("begun", ids, row -> row.isInWork() || row.isAtRest("active"));
        // In a command of its own, which may be refused and would be sent in halves.
        rows.put(cast.offline().item());
        operator.order(Orders.sweep());
        lookout.await(
                "the offline host has its command, or is known to take none",
                List.of(cast.offline().id()),
                row -> !row.commandId().isEmpty() || row.state().equals("offline"));
        firstOfflineCommand = rows.get(cast.offline().id()).commandId();
        List<Member> first = cast.members().stream()
                .filter(member -> !member.equals(cast.rebooting()))
                .toList();
        lookout.awaitNewCertificates("enrolled", first, old);
        // No sweep since, and no back-off: its answer alone has a new key made.
        lookout.await("a second key", List.of(cast.losesKey().id()), row -> row.isAtRest("active"));
        lookout.allGranted(
                "after enrolment",
                Stream.concat(first.stream(), Stream.of(cast.losesKey())).toList());
        enrolment = new Enrolment(from, Instant.now(), lookout.sendCommands() - before);
    }

    /** At once, of different hosts: each waits more than it works. */
    private void rotateRevokeAndRestore() {
        progress.stage("rotations, revocations and restorations, beside hosts that cannot be served");
        Map<String, Row> old = rows.all();
        cast.failingItems().forEach(rows::put);
        rows.remove(cast.forcedByRow().id(), "expiry");
        operator.order(Orders.rotate(cast.forcedByOrder(), "the drill"));
        operator.order(Orders.rotate(cast.companions(), "company for the bad hosts"));
        operator.order(Orders.sweep());
        revoke();
        Map<String, Row> revoked = rows.all();
        restore();
        lookout.awaitNewCertificates(
                "rotated",
                Stream.of(cast.forcedByOrder(), List.of(cast.forcedByRow()), cast.companions())
                        .flatMap(List::stream)
                        .toList(),
                old);
        lookout.await("failed", cast.failingIds(), row -> row.isAtRest("failed"));
        lookout.await("enrolled after a reboot", List.of(cast.rebooting().id()), row -> row.isAtRest("active"));
        standIn.bus().releaseHeld();
        // The CRL is in force, and the hosts that it does not list are asked while the others wait for their keys.
        sessionsGranted = lookout.allGranted(
                "beside the revoked",
                cast.members().stream()
                        .filter(member -> !cast.revoked().contains(member))
                        .toList());
        lookout.awaitNewCertificates("restored", cast.revoked(), revoked);
        sessionsGranted += lookout.allGranted("after the restoration", cast.revoked());
    }

    private void revoke() {
        operator.order(Orders.revoke(cast.revokedByOrder(), "KEY_COMPROMISE"));
        operator.administrator()
                .authority(
                        "RevokeCertificate",
                        Json.object()
                                .put("CertificateAuthorityArn", operator.variable("CA_ARN"))
                                .put(
                                        "CertificateSerial",
                                        rows.get(cast.revokedByHand().id()).serial())
                                .put("RevocationReason", "CESSATION_OF_OPERATION"));
        List<String> ids = Lookout.ids(cast.revoked());
        lookout.await("revoked", ids, row -> row.isAtRest("revoked"));
        lookout.await(
                "sessions of revoked hosts are refused",
                patience.crl(),
                () -> cast.revoked().stream()
                        .map(lookout::ask)
                        .filter(outcome -> !outcome.refused())
                        .toList());
        revokedSessionsRefused = ids.size();
        operator.order(Orders.sweep());
        lookout.awaitSwept();
        List<Row> touched = rows.not(ids, row -> row.isAtRest("revoked"));
        if (!touched.isEmpty()) {
            throw new NotHeldException("a sweep did not leave revoked hosts alone: " + touched);
        }
    }

    private void restore() {
        operator.order(Orders.readmit(List.of(cast.revokedByHand()), "restored"));
        // Everything of it is revoked already; what is new is the certificate.
        operator.order(Orders.revoke(cast.revokedByOrder(), "SUPERSEDED").put("rotate", true));
    }

    private void awaitOffline() {
        progress.stage("the offline host's time-out");
        lookout.await(
                "offline",
                patience.offline(),
                () -> rows.not(
                        List.of(cast.offline().id()),
                        row -> row.state().equals("offline") && (firstOfflineCommand.isEmpty() || hasNext(row))));
    }

    /** The command that timed out is followed by one that waits longer. */
    private boolean hasNext(Row row) {
        return !row.commandId().isEmpty() && !row.commandId().equals(firstOfflineCommand);
    }

    /** All copies of events are delivered, the last ones long after their rotations ended; nonsense is rejected meanwhile. */
    private void copiesChangeNothing() {
        progress.stage("late copies of events, and dead letters meanwhile");
        lookout.awaitQuiet();
        Map<String, Row> before = rows.all();
        standIn.bus().releaseHeld();
        new DeadLetters(operator, standIn.queues()::arn).handle();
        Wait.until(
                "all copies are delivered",
                patience.step(0),
                () -> standIn.bus().underWay() == 0);
        lookout.awaitQuiet();
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
