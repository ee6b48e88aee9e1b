package io.certfleet.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Has a drill judged by a script that knows nothing of this code. */
final class Judge {
    private static final long LONGEST_MINUTES = 5;

    private final Path repository;
    private final Map<String, String> environment;

    Judge(Path repository, Map<String, String> environment) {
        this.repository = repository;
        this.environment = Map.copyOf(environment);
    }

    /** The figures that it counted, as one line of JSON; empty if it could not. On standard error it says what is wrong. */
    record Verdict(Optional<String> figures, boolean holds) {}

    Verdict of(Path run) {
        ProcessBuilder builder =
                new ProcessBuilder(repository.resolve("drill/check").toString(), run.toString());
        builder.environment().putAll(environment);
        builder.redirectOutput(run.resolve("result.json").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Verdict(Optional.empty(), false);
            }
            String said = Files.readString(run.resolve("result.json")).strip();
            return new Verdict(Optional.of(said).filter(line -> !line.isEmpty()), process.exitValue() == 0);
        } catch (IOException e) {
            throw new UncheckedIOException("running drill/check", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict(Optional.empty(), false);
        }
    }
}
