package io.certfleet.drill;

import io.certfleet.standin.StandIn;
import io.certfleet.standin.gateway.CallCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the stand-in alone knows of a drill: what its policies allow without need, what they denied, and mishaps that were
 * asked for and did not come, without which the drill proved less than it says.
 */
final class Mishaps {
    private static final List<String> QUEUES_OF_RULES = List.of("csr", "certificate", "installed", "crl");

    private Mishaps() {}

    /** What is wrong; no events are lost in most runs. */
    static List<String> of(StandIn standIn) {
        List<String> wrong = new ArrayList<>(standIn.authorization().findings());
        CallCounts counts = standIn.gateway().counts();
        counts.denied().keySet().forEach(call -> wrong.add("not allowed by its policy was " + call));
        Set<String> lost = standIn.bus().lost().keySet();
        if (!lost.isEmpty()) {
            System.err.println("local-run: lost were " + standIn.bus().lost());
            QUEUES_OF_RULES.stream()
                    .filter(queue -> lost.stream().noneMatch(kind -> kind.endsWith(" for " + queue)))
                    .forEach(queue -> wrong.add("no event for the queue " + queue + " was lost"));
        }
        if (standIn.hasHiccups()) {
            if (counts.throttled().keySet().stream().noneMatch(call -> call.startsWith("dynamodb:"))) {
                wrong.add("DynamoDB refused no call for its rate");
            }
            if (standIn.tables().partialAnswers() == 0) {
                wrong.add("DynamoDB left no key unprocessed");
            }
            if (standIn.queues().partialAnswers() == 0) {
                wrong.add("no entry of a batch of SQS failed");
            }
        }
        return wrong;
    }
}
