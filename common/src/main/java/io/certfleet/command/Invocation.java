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
}
