package io.certfleet.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Has the figures recomputed by a script that knows nothing of this code. */
final class CrossCheck {
    private static final long LONGEST_MINUTES = 5;

    private final Path repository;
    private final Map<String, String> environment;

    CrossCheck(Path repository, Map<String, String> environment) {
        this.repository = repository;
        this.environment = Map.copyOf(environment);
    }

    /** Whether the figures are right as far as they could be checked; the script says on standard error what is not. */
    Optional<String> of(Path run) {
        if (!hasCli()) {
            return "true".equals(System.getenv("CI"))
                    ? Optional.of("no aws CLI, and CI requires the cross-check")
                    : unchecked();
        }
        int status = status(List.of(repository.resolve("drill/check").toString(), run.toString()));
        return status == 0
                ? Optional.empty()
                : Optional.of("drill/check found other figures than the run (exit status " + status + ")");
    }

    private static Optional<String> unchecked() {
        System.err.println("the figures were not cross-checked: there is no aws CLI on the PATH");
        return Optional.empty();
    }

    private boolean hasCli() {
        return status(List.of("sh", "-c", "command -v aws")) == 0;
    }

    private int status(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Standard output ends with the run's JSON and belongs to it alone.
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException("running " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
