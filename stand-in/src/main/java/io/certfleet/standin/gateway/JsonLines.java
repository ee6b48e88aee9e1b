package io.certfleet.standin.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of JSON, one object to a line, each there as soon as it is added. */
public final class JsonLines {
    private final Path file;

    /** A new file without a line. */
    public JsonLines(Path file) {
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
            Files.write(this.file, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("beginning " + file, e);
        }
    }

    public synchronized void add(JsonNode line) {
        String text = new String(Json.write(line), StandardCharsets.UTF_8) + "\n";
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    /** The lines of a file. */
    public static List<JsonNode> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }
}
