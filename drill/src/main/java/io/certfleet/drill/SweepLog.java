package io.certfleet.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checker's log: when it has swept, and which hosts it found due. */
final class SweepLog {
    private static final Pattern LEFT_REVOKED = Pattern.compile("^swept .* left=\\{(?:[^}]*, )?revoked=(\\d+)");

    private final Path file;

    SweepLog(Path file) {
        this.file = file;
    }

    /** Whether sweeps that ended after this time have seen so many revoked hosts, and left them alone. */
    boolean hasLeftRevoked(int hosts, Instant since) {
        return messages(since)
                        .map(LEFT_REVOKED::matcher)
                        .filter(Matcher::find)
                        .mapToInt(sweep -> Integer.parseInt(sweep.group(1)))
                        .sum()
                >= hosts;
    }

    /** The lines by which one of these hosts was found due after this time. */
    List<String> due(Collection<String> ids, Instant since) {
        return messages(since)
                .filter(message -> ids.stream().anyMatch(id -> message.startsWith("due hostID=" + id + " ")))
                .toList();
    }

    private Stream<String> messages(Instant since) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                    .filter(line -> time(line).isAfter(since))
                    .map(line -> line.path("message").asText());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static Instant time(JsonNode line) {
        return Instant.parse(line.path("timestamp").asText());
    }
}
