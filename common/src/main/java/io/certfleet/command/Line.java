package io.certfleet.command;

import java.util.List;

/** What one host reads of a command's payload: its own line, the id first, fields separated by one blank. */
public record Line(String hostId, List<String> fields) {
    /** Copies the fields. */
    public Line {
        fields = List.copyOf(fields);
    }

    String text() {
        return hostId + " " + String.join(" ", fields);
    }
}
