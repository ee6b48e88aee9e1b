package io.certfleet.command;

import java.util.Map;

/**
 * What became of sending a command to several hosts.
 *
 * @param commandIds by host: the command that serves it
 * @param refused by host: why Systems Manager will not send it anything
 */
public record Sent(Map<String, String> commandIds, Map<String, String> refused) {
    /** Copies the maps. */
    public Sent {
        commandIds = Map.copyOf(commandIds);
        refused = Map.copyOf(refused);
    }
}
