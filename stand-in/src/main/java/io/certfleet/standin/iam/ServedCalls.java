package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The calls that were allowed, each kind of them once, one JSON object to a line. */
final class ServedCalls implements AutoCloseable {
    /** The name of the file. */
    static final String FILE = "calls.jsonl";

    private final Set<ServedCall> known = new HashSet<>();
    private final Writer lines;

    /** Begins a new file. */
    ServedCalls(Path file) {
        try {
            lines = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("beginning the record of calls " + file, e);
        }
    }

    /** The calls that a run left. */
    static List<ServedCall> read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> ServedCall.of(Json.read(line.getBytes(StandardCharsets.UTF_8))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the record of calls " + file, e);
        }
    }

    /** Records a call, and answers whether it is of a new kind. */
    synchronized boolean add(ServedCall call) {
        if (!known.add(call)) {
            return false;
        }
        try {
            lines.write(new String(Json.write(call.json()), StandardCharsets.UTF_8) + "\n");
            lines.flush();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("recording a call", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
