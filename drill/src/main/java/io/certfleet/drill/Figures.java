package io.certfleet.drill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.drill.services.Service;
import io.certfleet.drill.watch.Watcher;
import io.certfleet.standin.StandIn;
import io.certfleet.standin.gateway.CallCounts;
import io.certfleet.standin.gateway.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What a drill has seen of itself; {@code drill/check} counts it anew from what it left, and judges. */
final class Figures {
    private Figures() {}

    /** Taken at the end of a drill; {@code start} is that of the run. */
    static ObjectNode of(StandIn standIn, Roles roles, Drill drill, Watcher watcher, Instant start) {
        CallCounts counts = standIn.gateway().counts();
        ObjectNode json = Json.object()
                .put("hosts", roles.enrolled().size())
                .put("sessionsGranted", drill.sessionsGranted())
                .put("revokedSessionsRefused", drill.revokedSessionsRefused())
                .put("switchesWatched", watcher.switches())
                .put("badPairsSeen", watcher.badPairs())
                .put("enrolSendCommands", drill.enrolment().sendCommands())
                .put("eventsLost", sum(standIn.bus().lost()))
                .put("callsDenied", sum(counts.denied()));
        json.putObject("enrolled")
                .put("from", drill.enrolment().from().toString())
                .put("to", drill.enrolment().to().toString());
        json.put("seconds", Math.round(Duration.between(start, Instant.now()).toMillis() / 100.0) / 10.0);
        Map<String, Long> calls = new TreeMap<>();
        for (Service service : Service.values()) {
            counts.servedTo(service.word()).forEach((operation, count) -> calls.merge(operation, count, Long::sum));
        }
        // The services go on asking their queues while this is written.
        calls.keySet().removeIf(operation -> operation.startsWith("sqs:"));
        calls.forEach(json.putObject("calls")::put);
        return json;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
