package io.certfleet.command;

import java.util.List;

/**
 * What one host reads of a command's payload: its own line, the id first, fields separated by one blank.
 *
 * @param offline whether the host was not reached before: then Systems Manager waits for it
 */
public record Line(String hostId, boolean offline, List<String> fields) {
    /** Copies the fields. */
    public Line {
        fields = List.copyOf(fields);
    }

    String text() {
        return hostId + " " + String.join(" ", fields);
    }
}
