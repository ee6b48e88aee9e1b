package io.certfleet.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.StandIn;
import io.certfleet.local.bus.Delivery;
import io.certfleet.local.door.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The life of a fleet in minutes: enrolled, rotated, revoked, restored, beside hosts that cannot be served. */
final class Drill {
    // The copy of an event comes at most so much later, and some only after all is done.
    private static final Duration SPREAD = Duration.ofSeconds(20);
    private static final int HELD_EVERY = 10;

    private final StandIn standIn;
    private final Operator operator;
    private final Rows rows;
    private final Backlog backlog;
    private final Sessions sessions;
    private final Cast cast;
    private final Watcher watcher;
    private final OriginalSample original;
    private final Progress progress;
    private final Patience patience;
    private long enrolSendCommands;
    private int revokedSessionsRefused;
    private int sessionsGranted;

    Drill(
            StandIn standIn,
            Operator operator,
            Cast cast,
            Watcher watcher,
            OriginalSample original,
            Progress progress,
            Patience patience) {
        this.standIn = standIn;
        this.operator = operator;
        this.rows = new Rows(operator);
        this.backlog = new Backlog(operator);
        this.sessions = new Sessions(operator);
        this.cast = cast;
        this.watcher = watcher;
        this.original = original;
        this.progress = progress;
        this.patience = patience;
    }

    /** Runs all of it; fails with NotHeldException at the first thing that does not happen. */
    void run() {
        standIn.bus().delivery(Delivery.twice(SPREAD).holdingEvery(HELD_EVERY));
        ObjectNode originalRow = original.leave(cast.original());
        cast.members().forEach(member -> watcher.add(member.watch()));
        watcher.found(cast.original().id(), originalRow.path("serial").path("S").asText());
        watcher.start();
        enrolOffline();
        enrol(originalRow);
        allGranted("after enrolment", cast.members());
        rotateBesideBadHosts();
        revoke();
        restore();
        awaitOffline();
        copiesChangeNothing();
        sessionsGranted = allGranted("in the end", cast.members());
    }

    private void enrolOffline() {
        progress.stage("a host that is offline");
        rows.put(cast.offline().item());
        operator.order(Orders.sweep());
        await(
                "the offline host has its command",
                List.of(cast.offline().id()),
                row -> !row.commandId().isEmpty());
    }

    private void enrol(ObjectNode originalRow) {
        progress.stage("enrolling " + cast.members().size() + " hosts");
        long before = sendCommands();
        rows.put(originalRow);
        cast.members().stream()
                .filter(member -> !member.equals(cast.original()))
                .forEach(member -> rows.put(member.item()));
        Map<String, Row> old = rows.all();
        operator.order(Orders.sweep());
        awaitNewCertificates("enrolled", cast.members(), old);
        enrolSendCommands = sendCommands() - before;
    }

    private void rotateBesideBadHosts() {
        progress.stage("forced rotations, beside hosts that cannot be served");
        Map<String, Row> old = rows.all();
        cast.failingItems().forEach(rows::put);
        rows.remove(cast.forcedByRow().id(), "expiry");
        operator.order(Orders.rotate(cast.forcedByOrder(), "the drill"));
        if (!cast.companions().isEmpty()) {
            operator.order(Orders.rotate(cast.companions(), "company for the bad hosts"));
        }
        operator.order(Orders.sweep());
        awaitNewCertificates(
                "rotated",
                Stream.of(cast.forcedByOrder(), List.of(cast.forcedByRow()), cast.companions())
                        .flatMap(List::stream)
                        .toList(),
                old);
        await("failed", cast.failingIds(), row -> row.isAtRest("failed"));
        standIn.bus().releaseHeld();
    }

    private void revoke() {
        progress.stage("revocations");
        operator.order(Orders.revoke(cast.revokedByOrder(), "KEY_COMPROMISE"));
        operator.authority(
                "RevokeCertificate",
                Json.object()
                        .put("CertificateAuthorityArn", operator.variable("CA_ARN"))
                        .put(
                                "CertificateSerial",
                                rows.all().get(cast.revokedByHand().id()).serial())
                        .put("RevocationReason", "CESSATION_OF_OPERATION"));
        List<String> ids = ids(cast.revoked());
        await("revoked", ids, row -> row.isAtRest("revoked"));
        Wait.untilNone(
                "sessions of revoked hosts are refused",
                patience.crl(),
                () -> cast.revoked().stream()
                        .map(sessions::ask)
                        .filter(outcome -> !outcome.refused())
                        .toList());
        revokedSessionsRefused = ids.size();
        allGranted(
                "beside the revoked",
                cast.members().stream()
                        .filter(member -> !cast.revoked().contains(member))
                        .toList());
        operator.order(Orders.sweep());
        awaitQuiet();
        List<Row> touched = rows.not(ids, row -> row.isAtRest("revoked"));
        if (!touched.isEmpty()) {
            throw new NotHeldException("a sweep did not leave revoked hosts alone: " + touched);
        }
    }

    private void restore() {
        progress.stage("new certificates for the revoked");
        Map<String, Row> old = rows.all();
        operator.order(Orders.rotate(cast.revoked(), "restored"));
        awaitNewCertificates("restored", cast.revoked(), old);
        allGranted("after the restoration", cast.revoked());
    }

    private void awaitOffline() {
        progress.stage("the offline host's time-out");
        Wait.untilNone(
                "offline",
                patience.offline(),
                () -> rows.not(List.of(cast.offline().id()), row -> row.state().equals("offline")));
    }

    /** All copies of events are delivered, the last ones long after their rotations ended. */
    private void copiesChangeNothing() {
        progress.stage("late copies of events");
        Map<String, Row> before = rows.all();
        standIn.bus().releaseHeld();
        Wait.pause(SPREAD);
        awaitQuiet();
        Map<String, Row> after = rows.all();
        List<Row> changed = before.values().stream()
                .filter(row -> !row.equals(after.get(row.hostId())))
                .toList();
        if (!changed.isEmpty()) {
            throw new NotHeldException("late copies of events changed rows: " + changed);
        }
    }

    private void awaitNewCertificates(String what, List<Member> members, Map<String, Row> old) {
        await(
                what,
                ids(members),
                row -> row.isAtRest("active")
                        && !row.serial().isEmpty()
                        && !row.serial().equals(old.get(row.hostId()).serial()));
    }

    private void await(String what, List<String> ids, Predicate<Row> condition) {
        Wait.untilNone(what, patience.step(ids.size()), () -> rows.not(ids, condition));
    }

    private void awaitQuiet() {
        Wait.until(
                "the queues are empty and nobody works",
                patience.step(0),
                () -> backlog.waiting() == 0
                        && rows.all().values().stream()
                                .noneMatch(row -> row.isInWork()
                                        && !row.hostId().equals(cast.offline().id())));
    }

    private int allGranted(String when, List<Member> members) {
        List<Sessions.Outcome> refused = sessions.ask(members).stream()
                .filter(outcome -> !outcome.granted())
                .toList();
        if (!refused.isEmpty()) {
            throw new NotHeldException("no session " + when + ": " + refused);
        }
        return members.size();
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(Member::id).toList();
    }

    private long sendCommands() {
        return Stream.of(Service.values())
                .mapToLong(service ->
                        standIn.door().counts().servedTo(service.word()).getOrDefault("ssm:SendCommand", 0L))
                .sum();
    }

    long enrolSendCommands() {
        return enrolSendCommands;
    }

    int revokedSessionsRefused() {
        return revokedSessionsRefused;
    }

    int sessionsGranted() {
        return sessionsGranted;
    }
}
