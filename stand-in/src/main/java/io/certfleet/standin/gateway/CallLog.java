package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One line of JSON for each call. */
public final class CallLog implements AutoCloseable {
    private final Writer lines;

    /** A log in a new file. */
    public CallLog(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            lines = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("beginning the log of calls " + file, e);
        }
    }

    /** A log that keeps nothing. */
    static CallLog none() {
        return new CallLog(Writer.nullWriter());
    }

    private CallLog(Writer lines) {
        this.lines = lines;
    }

    synchronized void add(Call call, int status, Optional<AwsError> error, Instant start, Instant end) {
        ObjectNode line = Json.object()
                .put("time", start.toString())
                .put("caller", call.caller())
                .put("service", call.service())
                .put("operation", call.operation())
                .put("status", status)
                .put("millis", Duration.between(start, end).toMillis());
        error.ifPresent(refusal -> line.put("error", refusal.code()).put("message", refusal.getMessage()));
        try {
            lines.write(new String(Json.write(line), StandardCharsets.UTF_8) + "\n");
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("logging a call", e);
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
