package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One line of JSON for each call. */
public record CallLog(JsonLines lines) {

    /** A log in a new file. */
    public CallLog(Path file) {
        this(new JsonLines(file));
    }

    void add(Call call, int status, Optional<AwsError> error, Instant start, Instant end) {
        ObjectNode line = Json.object()
                .put("time", start.toString())
                .put("caller", call.caller())
                .put("service", call.service())
                .put("operation", call.operation())
                .put("status", status)
                .put("millis", Duration.between(start, end).toMillis());
        error.ifPresent(refusal -> line.put("error", refusal.code()).put("message", refusal.getMessage()));
        lines.add(line);
    }
}
