package io.certfleet.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.operator.Backlog;
import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.operator.Row;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.services.Service;
import io.certfleet.drill.watch.Watcher;
import io.certfleet.standin.StandIn;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a drill, and what is wrong with them. */
final class Figures {
    private static final int LEAST_SWITCHES = 50;
    private static final int FORCED = 4;
    private static final int REVOKED = 2;
    private static final int FAILED = 3;
    private static final int MOST_COMMANDS = 14;
    // The host that loses its key has a certificate that it never installs, and one that nobody watches.
    private static final int UNWATCHED = 2;
    private static final Map<String, String> BAD = Map.of(
            "opensslFails",
            "failed",
            "forgedCsr",
            "failed",
            "offline",
            "offline",
            "losesKey",
            "active",
            "unregistered",
            "failed");

    private final ObjectNode json = Json.object();
    private final List<String> wrong = new ArrayList<>();

    /** Takes stock at the end of a drill; {@code start} is that of the run. */
    Figures(StandIn standIn, Operator operator, Roles roles, Drill drill, Watcher watcher, Path folder, Instant start) {
        Map<String, Row> rows = new Rows(operator).all();
        int hosts = roles.enrolled().size();
        equal("hosts", hosts, hosts);
        equal("active", hosts, count(roles.enrolled(), rows, "active"));
        equal("sessionsGranted", hosts, drill.sessionsGranted());
        List<JsonNode> ledger = lines(folder.resolve("authority/ledger.jsonl"));
        Map<String, Long> issued = issued(ledger);
        equal("forced", FORCED, forced(roles, issued));
        equal("revoked", REVOKED, revoked(roles, ledger));
        equal("revokedSessionsRefused", REVOKED, drill.revokedSessionsRefused());
        badHosts(roles, rows);
        wrong.addAll(unlikeAsked(roles, issued));
        long certificates = issued.values().stream().mapToLong(Long::longValue).sum();
        equal("switchesWatched", certificates - UNWATCHED, watcher.switches());
        check(
                watcher.switches() >= Math.min(LEAST_SWITCHES, hosts + FORCED + REVOKED),
                "only " + watcher.switches() + " switches were watched");
        equal("badPairsSeen", 0, watcher.badPairs());
        equal("notifications", FAILED, notifications(folder.resolve("notifications")));
        equal("deadLetters", 0, new Backlog(operator).dead());
        json.put("certificatesIssued", certificates);
        equal("rotationsWithTwoCertificates", 0, twice(ledger));
        long commands = drill.enrolment().sendCommands();
        json.put("enrolSendCommands", commands);
        Map<String, Long> lost = standIn.bus().lost();
        long allLost = lost.values().stream().mapToLong(Long::longValue).sum();
        // What a lost event kept from a batch gets a command of its own.
        check(
                commands <= Math.max(MOST_COMMANDS, hosts / 10) + allLost,
                "enrolling took " + commands + " SendCommand calls");
        Map<String, Long> denied = standIn.gateway().counts().denied();
        equal(
                "callsDenied",
                0,
                denied.values().stream().mapToLong(Long::longValue).sum());
        check(denied.isEmpty(), "not allowed by their policies were " + denied);
        wrong.addAll(standIn.authorization().findings());
        wrong.addAll(Mishaps.missing(standIn, lost));
        json.putObject("enrolled")
                .put("from", drill.enrolment().from().toString())
                .put("to", drill.enrolment().to().toString());
        json.put("seconds", Math.round(Duration.between(start, Instant.now()).toMillis() / 100.0) / 10.0);
        calls(standIn, certificates);
    }

    /** The one line. */
    ObjectNode json() {
        return json;
    }

    /** What did not hold. */
    List<String> wrong() {
        return wrong;
    }

    private void equal(String name, long expected, long found) {
        json.put(name, found);
        check(expected == found, name + " is " + found + " and should be " + expected);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private void badHosts(Roles roles, Map<String, Row> rows) {
        ObjectNode bad = json.putObject("badHosts");
        roles.badIds().forEach((part, id) -> {
            String state = rows.containsKey(id) ? rows.get(id).state() : "no row";
            bad.put(part, state);
            check(BAD.get(part).equals(state), part + " is " + state + " and should be " + BAD.get(part));
        });
    }

    private void calls(StandIn standIn, long certificates) {
        Map<String, Long> calls = new TreeMap<>();
        for (Service service : Service.values()) {
            standIn.gateway()
                    .counts()
                    .servedTo(service.word())
                    .forEach((operation, count) -> calls.merge(operation, count, Long::sum));
        }
        // The services go on asking their queues while this is written.
        calls.keySet().removeIf(operation -> operation.startsWith("sqs:"));
        calls.forEach(json.putObject("calls")::put);
        long asked = calls.getOrDefault("acm-pca:IssueCertificate", 0L);
        check(asked * 20 <= certificates * 21, asked + " IssueCertificate calls for " + certificates + " certificates");
    }

    private static long count(List<EnrolledHost> hosts, Map<String, Row> rows, String state) {
        return hosts.stream()
                .map(host -> rows.get(host.id()))
                .filter(row -> row != null && row.isAtRest(state))
                .count();
    }

    private static Map<String, Long> issued(List<JsonNode> ledger) {
        return byService(ledger)
                .collect(Collectors.groupingBy(entry -> entry.path("cn").asText(), Collectors.counting()));
    }

    /** Hosts that have more or fewer certificates than the drill had them rotated. */
    private static List<String> unlikeAsked(Roles roles, Map<String, Long> issued) {
        Map<String, Long> asked = Stream.of(
                        roles.enrolled(),
                        roles.forcedByRequest(),
                        List.of(roles.forcedByRow()),
                        roles.companions(),
                        roles.revoked(),
                        List.of(roles.losesKey(), roles.losesKey()))
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(EnrolledHost::id, Collectors.counting()));
        return Stream.concat(asked.keySet().stream(), issued.keySet().stream())
                .distinct()
                .filter(host -> !asked.getOrDefault(host, 0L).equals(issued.getOrDefault(host, 0L)))
                .map(host -> host + " has " + issued.getOrDefault(host, 0L) + " certificates and was to have "
                        + asked.getOrDefault(host, 0L))
                .toList();
    }

    private static long forced(Roles roles, Map<String, Long> issued) {
        return Stream.concat(roles.forcedByRequest().stream(), Stream.of(roles.forcedByRow()))
                .filter(host -> issued.getOrDefault(host.id(), 0L) == 2)
                .count();
    }

    private static long revoked(Roles roles, List<JsonNode> ledger) {
        Map<String, String> names = ledger.stream()
                .filter(entry -> entry.path("event").asText().equals("issued"))
                .collect(Collectors.toMap(
                        entry -> entry.path("serial").asText(),
                        entry -> entry.path("cn").asText()));
        List<String> expected = roles.revoked().stream().map(EnrolledHost::id).toList();
        return ledger.stream()
                .filter(entry -> entry.path("event").asText().equals("revoked"))
                .map(entry -> names.get(entry.path("serial").asText()))
                .filter(expected::contains)
                .distinct()
                .count();
    }

    /** A rotation makes one key; two certificates for one key are two for one rotation. */
    private static long twice(List<JsonNode> ledger) {
        return byService(ledger)
                .map(entry -> entry.path("spkiSha256").asText())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .filter(count -> count > 1)
                .count();
    }

    private static Stream<JsonNode> byService(List<JsonNode> ledger) {
        return ledger.stream()
                .filter(entry -> entry.path("event").asText().equals("issued")
                        && entry.path("caller").asText().equals(Service.ISSUER.word()));
    }

    private static long notifications(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }

    private static List<JsonNode> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
