package io.certfleet.command;

import java.util.Map;
import java.util.Optional;

/**
 * What became of sending a command to several hosts. Each host is in one of the maps.
 *
 * @param commandIds by host: the command that serves it
 * @param refused by host: why Systems Manager will not send it anything
 * @param doubted by host: why it was denied, as every other was; that may be our own role's fault and none of the hosts'
 * @param offline by host: that Systems Manager knows it and takes no command for it, because its agent does not run
 * @param unsent by host: why its turn did not come; the message that asks for it is redelivered
 */
public record Sent(
        Map<String, String> commandIds,
        Map<String, String> refused,
        Map<String, String> doubted,
        Map<String, String> offline,
        Map<String, String> unsent) {
    // Of the 20 that a message has: 8 minutes in a container, 18 on Lambda. After 22 the sweep sends another one.
    private static final int PATIENCE = 10;

    /** Copies the maps. */
    public Sent {
        commandIds = Map.copyOf(commandIds);
        refused = Map.copyOf(refused);
        doubted = Map.copyOf(doubted);
        offline = Map.copyOf(offline);
        unsent = Map.copyOf(unsent);
    }

    /** Why Systems Manager will not send this host anything; empty if that is not so, or may be no fault of the host's. */
    public Optional<String> refusal(String hostId) {
        return Optional.ofNullable(refused.get(hostId));
    }

    /**
     * Why this host waits as every other does; empty while the message that asks for it is to be redelivered instead.
     *
     * @param receives how often that message was received
     */
    public Optional<String> obstacle(String hostId, int receives) {
        return Optional.ofNullable(doubted.get(hostId)).filter(_ -> receives >= PATIENCE);
    }

    /** Why a message is redelivered. */
    public String delay(String hostId) {
        return Optional.ofNullable(unsent.get(hostId)).orElseGet(() -> "every one is denied: " + doubted.get(hostId));
    }
}
