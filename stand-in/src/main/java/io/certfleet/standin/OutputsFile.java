package io.certfleet.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
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
        put(outputs, "queue_urls", "_QUEUE_URL", environment);
        put(outputs, "queue_arns", "_QUEUE_ARN", environment);
        put(outputs, "dead_letter_queue_urls", "_DLQ_URL", environment);
        put(outputs, "dead_letter_queue_arns", "_DLQ_ARN", environment);
        return outputs.toString();
    }

    private static void put(ObjectNode outputs, String output, String end, Map<String, String> environment) {
        ObjectNode byQueue = outputs.putObject(output).putObject("value");
        environment.forEach((name, value) -> {
            if (name.endsWith(end)) {
                String queue = name.substring(0, name.length() - end.length());
                byQueue.put(queue.toLowerCase(Locale.ROOT), value);
            }
        });
    }
}
