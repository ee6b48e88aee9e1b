package io.certfleet.drill.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service as a child process. It ends when its standard input does, which the kernel closes however this process
 * dies, so that nothing is left running even after a SIGKILL.
 */
final class ServiceProcess {
    // The service is asked to end, and made to after 20 s; Ctrl-C reaches the whole process group and is left to us.
    private static final String WRAPPER = """
            trap '' INT
            exec 3<&0
            "$@" </dev/null 3<&- &
            service=$!
            {
              cat
              kill "$service"
              timeouts=20
              while kill -0 "$service" && [ "$timeouts" -gt 0 ]; do sleep 1; timeouts=$((timeouts - 1)); done
              kill -9 "$service"
            } <&3 >/dev/null 2>&1 &
            guard=$!
            exec 3<&-
            wait "$service"
            status=$?
            kill "$guard" 2>/dev/null
            exit "$status"
            """;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(25);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^\\s\"]+)");

    private final Service service;
    private final Path log;
    private final Process process;
    private Optional<URI> address = Optional.empty();

    /** Starts the service with nothing but this environment. */
    ServiceProcess(Service service, List<String> command, Map<String, String> environment, Path log) {
        this.service = service;
        this.log = log;
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", WRAPPER, service.word()));
        wrapped.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(wrapped);
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("starting " + service.word(), e);
        }
    }

    Service service() {
        return service;
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Where it listens, as its log says once it does. */
    Optional<URI> address() {
        if (address.isEmpty()) {
            try {
                Matcher line = LISTENING.matcher(Files.readString(log, StandardCharsets.UTF_8));
                address = line.find() ? Optional.of(URI.create(line.group(1))) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + log, e);
            }
        }
        return address;
    }

    /** Asks it to end. */
    void end() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The wrapper has gone already.
            process.destroy();
        }
    }

    /** Waits until it has ended. */
    void awaitEnd() {
        try {
            if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
