package io.certfleet.standin;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How a program of this machine ended, and what it said. */
public record Ended(int exit, String output, String errors) {

    /** Runs a program in a folder, with these variables and nothing of the user's own set-up of AWS. */
    public static Ended of(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "run", ".out");
            Path errors = Files.createTempFile(folder, "run", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().remove("AWS_PROFILE");
            builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
            builder.environment().put("AWS_PAGER", "");
            builder.environment().putAll(environment);
            int exit = builder.start().waitFor();
            return new Ended(exit, Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            throw new AssertionError("these tests need on the PATH: " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The words of a line; {@code %s} in a word stands for the next of the values, which may hold blanks. */
    public static List<String> words(String line, Object... values) {
        Iterator<Object> next = List.of(values).iterator();
        return Stream.of(line.split(" "))
                .map(word ->
                        word.contains("%s") ? word.replace("%s", next.next().toString()) : word)
                .toList();
    }

    /** The output as JSON. */
    public JsonNode json() {
        return Json.read(output.getBytes(StandardCharsets.UTF_8));
    }
}
