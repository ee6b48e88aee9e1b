package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each operation was served, by caller, and how often refused: for its rate, or as not allowed. */
public final class CallCounts {
    private final SortedMap<String, Long> served = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, Long>> servedByCaller = new TreeMap<>();
    private final SortedMap<String, Long> denied = new TreeMap<>();
    private final SortedMap<String, Long> throttled = new TreeMap<>();

    synchronized void served(Call call) {
        served.merge(name(call), 1L, Long::sum);
        servedByCaller.computeIfAbsent(call.caller(), caller -> new TreeMap<>()).merge(name(call), 1L, Long::sum);
    }

    synchronized void denied(Call call) {
        denied.merge(call.caller() + " " + name(call), 1L, Long::sum);
    }

    synchronized void throttled(Call call) {
        throttled.merge(name(call), 1L, Long::sum);
    }

    /** The calls that a service answered, also with an error, for example {@code ssm:SendCommand}. */
    public synchronized Map<String, Long> served() {
        return new TreeMap<>(served);
    }

    /** The calls of one caller that a service answered. */
    public synchronized Map<String, Long> servedTo(String caller) {
        return new TreeMap<>(servedByCaller.getOrDefault(caller, new TreeMap<>()));
    }

    /** The calls that their callers were not allowed to make, for example {@code checker ssm:SendCommand}. */
    public synchronized Map<String, Long> denied() {
        return new TreeMap<>(denied);
    }

    /** The calls that were refused for their rate. */
    public synchronized Map<String, Long> throttled() {
        return new TreeMap<>(throttled);
    }

    synchronized ObjectNode json() {
        ObjectNode json = Json.object();
        put(json.putObject("calls"), served);
        ObjectNode callers = json.putObject("byCaller");
        servedByCaller.forEach((caller, counts) -> put(callers.putObject(caller), counts));
        put(json.putObject("throttled"), throttled);
        put(json.putObject("denied"), denied);
        return json;
    }

    private static void put(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    private static String name(Call call) {
        return call.service() + ":" + call.operation();
    }
}
