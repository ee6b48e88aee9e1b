package io.certfleet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import java.util.Locale;
import java.util.Map;

/** What {@code terraform output -json} would print of this stack, as far as ./aws-smoke reads it. */
public final class OutputsFile {
    private OutputsFile() {}

    /** The JSON of a stand-in's environment. */
    public static String of(Map<String, String> environment) {
        ObjectNode outputs = Json.object();
        for (String name : new String[] {"TABLE_NAME", "CA_ARN", "TRUST_ANCHOR_ARN"}) {
            outputs.putObject(name.toLowerCase(Locale.ROOT)).put("value", environment.get(name));
        }
        ObjectNode queues = outputs.putObject("queue_urls").putObject("value");
        ObjectNode deadLetters = outputs.putObject("dead_letter_queue_urls").putObject("value");
        environment.forEach((name, url) -> {
            if (name.endsWith("_QUEUE_URL")) {
                queues.put(queue(name, "_QUEUE_URL"), url);
            } else if (name.endsWith("_DLQ_URL")) {
                deadLetters.put(queue(name, "_DLQ_URL"), url);
            }
        });
        return outputs.toString();
    }

    private static String queue(String variable, String end) {
        return variable.substring(0, variable.length() - end.length()).toLowerCase(Locale.ROOT);
    }
}
