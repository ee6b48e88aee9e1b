package io.certfleet.drill.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a program that ran to its end answered. */
record Run(int exit, String out, String err) {

    /** A program under way. */
    record Started(Process process, Path out, Path err) {
        Run end() {
            try {
                int exit = process.waitFor();
                return new Run(exit, Files.readString(out), Files.readString(err));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Starts a program with just this environment, its output in a folder. */
    static Started start(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program of this machine that must succeed. */
    static String of(Path folder, String... command) {
        Run run = start(folder, Map.of("PATH", System.getenv("PATH")), List.of(command))
                .end();
        if (run.exit != 0) {
            throw new IllegalStateException(List.of(command) + ": " + run.err);
        }
        return run.out;
    }
}
