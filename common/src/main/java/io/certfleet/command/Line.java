package io.certfleet.command;

import java.util.Map;

/**
 * What one host reads of a command's payload. No value has white space.
 *
 * @param offline whether the host was not reached before: then Systems Manager waits for it
 * @param values by name; scripts find them by it, in any order
 */
public record Line(String hostId, boolean offline, Map<String, String> values) {
    /** Copies the values. */
    public Line {
        values = Map.copyOf(values);
    }
}
