package io.certfleet.command;

/**
 * What Systems Manager knows of a command on one host.
 *
 * @param output standard output and error of the script, at most 2,500 characters
 */
public record Invocation(
        String commandId, String hostId, String documentName, Outcome outcome, String details, String output) {

    /** How it went. */
    public enum Outcome {
        /** Not ended yet. */
        UNDER_WAY,
        /** The script ended with 0. */
        SUCCEEDED,
        /** The script ran and failed, or was ended. */
        FAILED,
        /** The script never ran, because the host was not reached. */
        UNREACHABLE
    }

    // Between standard output and error, as the agent joins them.
    private static final String ERROR_MARK = "----------ERROR-------";

    /** Why it failed, in one line: the script's last words, or Systems Manager's own. */
    public String reason() {
        int mark = output.indexOf(ERROR_MARK);
        String error = (mark < 0 ? output : output.substring(mark + ERROR_MARK.length()))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("failed to run commands:"))
                .reduce((_, last) -> last)
                .orElse("no output");
        return details + ": " + error;
    }
}
