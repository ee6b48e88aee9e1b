package io.certfleet.drill;

import io.certfleet.drill.operator.Backlog;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.operator.Row;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.services.Service;
import io.certfleet.drill.waiting.NotHeldException;
import io.certfleet.drill.waiting.Wait;
import io.certfleet.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at rows, queues and sessions until they are as they should be. */
final class Probes {
    private final StandIn standIn;
    private final Rows rows;
    private final Backlog backlog;
    private final Sessions sessions;
    private final Roles roles;
    private final StepTimeouts timeouts;
    private final Schedule schedule;

    Probes(StandIn standIn, Operator operator, Roles roles, StepTimeouts timeouts, Schedule schedule) {
        this.standIn = standIn;
        this.rows = new Rows(operator);
        this.backlog = new Backlog(operator);
        this.sessions = new Sessions(operator);
        this.roles = roles;
        this.timeouts = timeouts;
        this.schedule = schedule;
    }

    /** Waits until crl-sync, which looks for the CRL when it starts, has seen that there is none yet. */
    void awaitFirstLookForCrl() {
        Wait.until(
                "crl-sync has looked for a CRL",
                timeouts.step(0),
                () -> standIn.gateway()
                        .counts()
                        .servedTo(Service.CRL_SYNC.word())
                        .containsKey("s3:GetObject"));
    }

    /** Waits until all of them hold another certificate than in the old rows. */
    void awaitNewCertificates(String what, List<EnrolledHost> hosts, Map<String, Row> old) {
        await(
                what,
                ids(hosts),
                row -> row.isAtRest("active")
                        && !row.serial().isEmpty()
                        && !row.serial().equals(old.get(row.hostId()).serial()));
    }

    /** Waits until the rows of all these hosts meet a condition. */
    void await(String what, List<String> ids, Predicate<Row> condition) {
        await(what, timeouts.step(ids.size()), () -> rows.not(ids, condition));
    }

    /** Waits until nothing is missing any more, and has lost events made good meanwhile. */
    void await(String what, Duration deadline, Supplier<? extends List<?>> missing) {
        Wait.untilNone(what, deadline, () -> {
            List<?> left = missing.get();
            if (!left.isEmpty()) {
                schedule.look();
            }
            return left;
        });
    }

    /** Waits until no message is under way and no host is worked on but the one that is offline. */
    void awaitQuiet() {
        // A message whose deletion failed is back when its visibility is over: 180 s at most (queues.json).
        Duration patient = timeouts.step(0).plus(Duration.ofMinutes(3));
        Wait.until("the queues are empty and nobody works", patient, () -> {
            Map<String, Row> all = rows.all();
            return backlog.waiting() == waitingFor(all.get(roles.offline().id()))
                    && all.values().stream()
                            .noneMatch(row -> row.isInWork()
                                    && !row.hostId().equals(roles.offline().id()));
        });
    }

    /** Where no command can wait for the offline host, its next try waits in a queue. */
    private static int waitingFor(Row offline) {
        return offline.state().equals("offline") && offline.commandId().isEmpty() ? 1 : 0;
    }

    /** Fails unless all of them get a session; answers how many did. */
    int allGranted(String when, List<EnrolledHost> hosts) {
        List<Sessions.Outcome> refused = sessions.ask(hosts).stream()
                .filter(outcome -> !outcome.granted())
                .toList();
        if (!refused.isEmpty()) {
            throw new NotHeldException("no session " + when + ": " + refused);
        }
        return hosts.size();
    }

    /** What a host gets that asks for a session. */
    Sessions.Outcome ask(EnrolledHost host) {
        return sessions.ask(host);
    }

    /** The services' SendCommand calls so far. */
    long sendCommands() {
        return Stream.of(Service.values())
                .mapToLong(service ->
                        standIn.gateway().counts().servedTo(service.word()).getOrDefault("ssm:SendCommand", 0L))
                .sum();
    }

    static List<String> ids(List<EnrolledHost> hosts) {
        return hosts.stream().map(EnrolledHost::id).toList();
    }
}
