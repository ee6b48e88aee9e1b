package io.certfleet.command;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What Systems Manager knows of a command on one host.
 *
 * @param requestedAt when the command was sent, by Systems Manager's clock
 */
public record Invocation(String commandId, String hostId, Instant requestedAt, Ending ending, Output output) {

    /**
     * What Systems Manager says of its end.
     *
     * @param exitCode of the script; -1 if it has not ended, or never began
     */
    public record Ending(Outcome outcome, String details, int exitCode) {}

    /** How it went; docs/architecture.md has the table of what follows from each. */
    public enum Outcome {
        /** Not ended yet. */
        UNDER_WAY,
        /** The script ended with 0. */
        SUCCEEDED,
        /** The script said no, or the host cannot run it: the host's own failure. */
        FAILED,
        /** The script was broken off: no word about the host's settings or key. It counts as a failure if it goes on. */
        INTERRUPTED,
        /** Systems Manager itself kept or took it back: nothing that the host could help. */
        WITHHELD,
        /** No answer in time: the host was not reached, or its script ran and the answer was lost. */
        UNREACHABLE
    }

    // What the agent prints for a step whose precondition does not hold; the command is a success.
    private static final String SKIPPED = "Step execution skipped";
    // POSIX, "Exit Status for Commands": what was found and cannot be executed; the shell names it.
    private static final int CANNOT_EXECUTE = 126;
    // How the agent calls every script, in a folder of its own below /var/lib/amazon/ssm. With a line number behind
    // it a shell tells of a program that the script called.
    private static final Pattern SCRIPT = Pattern.compile("/_script\\.sh: (?!([a-z]+ )?\\d+: |Text file busy)");
    private static final String NOT_RUN =
            "the agent cannot run its script: mount the file system of /var/lib/amazon/ssm without noexec: ";

    /** The same with another output, read in full. */
    Invocation with(Output whole) {
        return new Invocation(commandId, hostId, requestedAt, ending, whole);
    }

    /** Whether what the agent reported lacks something that somebody wants to read. */
    boolean isCut() {
        return ending.outcome() == Outcome.SUCCEEDED ? output.isStandardOutputCut() : output.isCut();
    }

    /** Why it failed, in one line: the script's own words, or Systems Manager's, and a little of what else was there. */
    public String reason() {
        return ending.details() + ": " + (isScriptWithheld() ? NOT_RUN : "") + output.lastWords();
    }

    private boolean isScriptWithheld() {
        return ending.exitCode() == CANNOT_EXECUTE
                && SCRIPT.matcher(output.standardError()).find();
    }

    /** Why a success is not an answer, in one line: the script did not print what it prints. */
    public String withoutAnswer(String script) {
        if (output.standardOutput().contains(SKIPPED) || output.standardError().contains(SKIPPED)) {
            return script + " was skipped: it runs on Linux hosts only";
        }
        return "the host's answer is not that of " + script + " for this rotation: " + output.lastWords();
    }
}
