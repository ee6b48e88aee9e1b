package io.certfleet.standin.eventbridge;

import io.certfleet.standin.terraform.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A rule of the event bus: what matches goes to a queue.
 *
 * @param queue the target's name without the stack's prefix
 * @param pattern the event pattern, in JSON
 */
public record Rule(String queue, String pattern) {
    /** The rules of a folder: {@code csr.json} is the template of the pattern for the queue {@code csr}. */
    public static List<Rule> read(Path folder, Map<String, String> variables) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> read(file, folder, variables))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the event patterns in " + folder, e);
        }
    }

    private static Rule read(Path file, Path folder, Map<String, String> variables) {
        try {
            String name = folder.relativize(file).toString();
            return new Rule(
                    name.substring(0, name.length() - ".json".length()),
                    Template.render(file.toString(), Files.readString(file), variables));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the event pattern " + file, e);
        }
    }
}
