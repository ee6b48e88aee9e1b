package io.certfleet.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** What Systems Manager's statuses and their details mean: user guide, "Understanding command statuses". */
final class InvocationStatus {
    /**
     * What the agent says after a reboot, for want of memory, or when its worker died in the middle of a script
     * (amazon-ssm-agent, agent/framework/processor/executer/outofproc).
     */
    private static final String BROKEN_OFF = "document process failed unexpectedly";

    /** The shell could not run the agent's script while somebody still had it open for writing (execve(2), ETXTBSY). */
    private static final Pattern BUSY = Pattern.compile("/_script\\.sh: Text file busy");

    private InvocationStatus() {}

    static Invocation.Outcome outcome(String status, String details, Output output) {
        return switch (status == null ? "" : status) {
            case "Success" -> Invocation.Outcome.SUCCEEDED;
            case "Pending", "InProgress", "Delayed", "Cancelling" -> Invocation.Outcome.UNDER_WAY;
            case "Cancelled" -> Invocation.Outcome.WITHHELD;
            default ->
                switch (details.replace(" ", "")) {
                    case "DeliveryTimedOut", "Undeliverable" -> Invocation.Outcome.UNREACHABLE;
                    case "Cancelled", "Terminated", "RateExceeded" -> Invocation.Outcome.WITHHELD;
                    // Its time was over, or a process of it was killed: the agent makes a time-out of exit code 137.
                    case "ExecutionTimedOut", "TimedOut" -> Invocation.Outcome.INTERRUPTED;
                    default -> isBrokenOff(output) ? Invocation.Outcome.INTERRUPTED : Invocation.Outcome.FAILED;
                };
        };
    }

    private static boolean isBrokenOff(Output output) {
        return contains(output.standardError())
                || contains(output.standardOutput())
                || BUSY.matcher(output.standardError()).find();
    }

    private static boolean contains(String text) {
        return text.toLowerCase(Locale.ROOT).contains(BROKEN_OFF);
    }
}
