package io.certfleet.local.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a script in a process group of its own, as the agent's plugin aws:runShellScript runs it. */
final class ScriptRun {
    /** appconfig.CommandStoppedPreemptivelyExitCode of the agent. */
    static final int STOPPED = 137;

    private static final boolean SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable);
    // The umask that a service has: a developer's own could make folders that the scripts must not trust.
    private static final String START = "umask 022; exec sh \"$0\"";

    private final Path folder;
    private final Path workingDirectory;
    private final Map<String, String> environment;
    private Process process;
    private boolean cancelled;

    /**
     * A run that has not begun.
     *
     * @param folder where script and output are kept
     */
    ScriptRun(Path folder, Path workingDirectory, Map<String, String> environment) {
        this.folder = folder;
        this.workingDirectory = workingDirectory;
        this.environment = Map.copyOf(environment);
    }

    /** Runs the script to its end, or kills it with all that it started when its time is over. */
    Result run(String script, Duration timeout) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("_script.sh"), script);
        if (!start(file)) {
            return new Result(Status.CANCELLED, STOPPED, Output.NONE);
        }
        boolean inTime = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime) {
            kill();
        }
        int exitCode = process.waitFor();
        String output = read(folder.resolve("stdout"));
        String error = read(folder.resolve("stderr"));
        if (wasCancelled()) {
            return new Result(Status.CANCELLED, STOPPED, new Output(output, error));
        }
        if (!inTime) {
            return new Result(Status.EXECUTION_TIMED_OUT, STOPPED, new Output(output, error));
        }
        if (exitCode != 0) {
            String reason = "failed to run commands: exit status " + exitCode;
            return new Result(Status.FAILED, exitCode, new Output(output, error + reason));
        }
        Files.delete(file);
        return new Result(Status.SUCCESS, 0, new Output(output, error));
    }

    /** Ends it now, or keeps it from beginning. */
    synchronized void cancel() {
        cancelled = true;
        if (process != null) {
            kill();
        }
    }

    private synchronized boolean wasCancelled() {
        return cancelled;
    }

    private synchronized boolean start(Path file) throws IOException {
        if (cancelled) {
            return false;
        }
        List<String> command = new ArrayList<>(SETSID ? List.of("setsid") : List.of());
        command.addAll(List.of("sh", "-c", START, file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        return true;
    }

    private void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        if (SETSID) {
            killGroup(process.pid());
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static void killGroup(long group) {
        try {
            new ProcessBuilder("sh", "-c", "kill -s KILL -- -\"$0\"", Long.toString(group))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException("killing process group " + group, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            // One byte more than can be reported, so that it is seen to be cut; four bytes to a character at most.
            byte[] bytes = content.readNBytes(4 * Output.MOST_STANDARD_OUTPUT + 1);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
