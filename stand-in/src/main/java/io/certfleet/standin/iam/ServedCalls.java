package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.JsonLines;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calls that were allowed, each kind of them once, one JSON object to a line. */
final class ServedCalls {
    /** The name of the file. */
    static final String FILE = "calls.jsonl";

    private final Set<ServedCall> known = new HashSet<>();
    private final JsonLines lines;

    /** Begins a new file. */
    ServedCalls(Path file) {
        this.lines = new JsonLines(file);
    }

    /** The calls that a run left. */
    static List<ServedCall> read(Path file) {
        return JsonLines.read(file).stream().map(ServedCall::of).toList();
    }

    /** Records a call, and answers whether it is of a new kind. */
    synchronized boolean add(ServedCall call) {
        boolean added = known.add(call);
        if (added) {
            lines.add(call.json());
        }
        return added;
    }
}
