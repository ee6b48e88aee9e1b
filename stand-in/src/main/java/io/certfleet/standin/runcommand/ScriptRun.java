package io.certfleet.standin.runcommand;

import io.certfleet.standin.fleet.Executable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
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
    /** Of the agent's exit codes that are not failures: appconfig.SuccessExitCode, "passed and reboot". */
    private static final int SUCCESS_AND_REBOOT = 168;

    // How long the output of who outlives a kill is waited for; the agent would wait on.
    private static final Duration SURVIVORS = Duration.ofSeconds(20);

    private static final boolean SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable);
    // The umask that a service has: a developer's own could make folders that the scripts must not trust.
    // It waits for a line: until its output is read.
    private static final String START = "umask 022; read -r _; exec sh -c \"$0\" </dev/null";

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

    /** Runs the script until it and its output have ended, or kills its process group when its time is over. */
    Result run(String script, Duration timeout) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        // It stays there afterwards; without an interpreter of its own, sh runs it.
        Path file = Executable.write(folder.resolve("_script.sh"), script, "700");
        if (!start(file)) {
            return new Result(Status.CANCELLED, STOPPED, Output.NONE);
        }
        Capture output = new Capture(process.getInputStream());
        Capture error = new Capture(process.getErrorStream());
        output.awaitBegin();
        error.awaitBegin();
        begin();
        boolean inTime = ended(output, error, timeout);
        if (!inTime) {
            kill();
        }
        int exitCode = process.waitFor();
        // What made a group of its own outlives the kill, and what holds the output keeps the agent waiting.
        ended(output, error, inTime ? Duration.ZERO : SURVIVORS);
        Output said = new Output(output.text(), error.text());
        if (wasCancelled()) {
            return new Result(Status.CANCELLED, STOPPED, said);
        }
        if (!inTime) {
            return new Result(Status.EXECUTION_TIMED_OUT, STOPPED, said);
        }
        if (exitCode == STOPPED) {
            // The agent takes it for its own (contracts.GetExitCode): so ends what the kernel killed for want of
            // memory.
            return new Result(Status.EXECUTION_TIMED_OUT, STOPPED, said);
        }
        if (exitCode != 0 && exitCode != SUCCESS_AND_REBOOT) {
            String reason = "failed to run commands: exit status " + exitCode;
            return new Result(Status.FAILED, exitCode, new Output(output.text(), error.text() + reason));
        }
        return new Result(Status.SUCCESS, 0, said);
    }

    private boolean ended(Capture output, Capture error, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        return process.waitFor(left(end).toMillis(), TimeUnit.MILLISECONDS)
                && output.awaitEnd(left(end))
                && error.awaitEnd(left(end));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
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
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        return true;
    }

    private void begin() throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            // It was cancelled before it began.
        }
    }

    /** The process group and nobody else, as the agent does it. */
    private void kill() {
        if (SETSID) {
            killGroup(process.pid());
            return;
        }
        List<ProcessHandle> children = process.descendants().toList();
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
}
