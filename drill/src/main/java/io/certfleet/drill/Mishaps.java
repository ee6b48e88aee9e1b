package io.certfleet.drill;

import io.certfleet.standin.StandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What went wrong in a drill because it was asked for: without it the drill proved less than it says. */
final class Mishaps {
    private static final List<String> QUEUES_OF_RULES = List.of("csr", "certificate", "installed", "crl");

    private Mishaps() {}

    /** What was asked for and did not happen; no events are lost in most runs. */
    static List<String> missing(StandIn standIn, Map<String, Long> lost) {
        List<String> missing = new ArrayList<>();
        if (!lost.isEmpty()) {
            System.err.println("local-run: lost were " + lost);
            QUEUES_OF_RULES.stream()
                    .filter(queue -> lost.keySet().stream().noneMatch(kind -> kind.endsWith(" for " + queue)))
                    .forEach(queue -> missing.add("no event for the queue " + queue + " was lost"));
        }
        if (standIn.hasHiccups()) {
            if (standIn.gateway().counts().throttled().keySet().stream()
                    .noneMatch(call -> call.startsWith("dynamodb:"))) {
                missing.add("DynamoDB refused no call for its rate");
            }
            if (standIn.tables().partialAnswers() == 0) {
                missing.add("DynamoDB left no key unprocessed");
            }
            if (standIn.queues().partialAnswers() == 0) {
                missing.add("no entry of a batch of SQS failed");
            }
        }
        return missing;
    }
}
