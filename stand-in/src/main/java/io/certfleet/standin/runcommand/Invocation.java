package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.management.Times;
import java.time.Duration;
import java.time.Instant;

/** A command on one of its hosts. */
final class Invocation {
    private final Command command;
    private final SimulatedHost host;
    private Status status = Status.PENDING;
    private boolean received;
    private Instant started;
    private Instant ended;
    private int exitCode = -1;
    private Output output = Output.NONE;

    Invocation(Command command, SimulatedHost host) {
        this.command = command;
        this.host = host;
    }

    Command command() {
        return command;
    }

    SimulatedHost host() {
        return host;
    }

    synchronized Status status() {
        return status;
    }

    /** The host's agent has it, and says so before it begins; says whether it was still wanted. */
    synchronized boolean receive() {
        if (status != Status.PENDING) {
            return false;
        }
        received = true;
        status = Status.IN_PROGRESS;
        return true;
    }

    /**
     * Gives it up if nothing was heard of its end, whether its script runs or not (API reference, Command, ExpiresAfter); says
     * whether it did.
     */
    synchronized boolean expire(Instant now) {
        if (status.ended()) {
            return false;
        }
        status = Status.DELIVERY_TIMED_OUT;
        ended = now;
        return true;
    }

    /** The script begins, if the host has it; the agent knows of no expiry. */
    synchronized boolean begin(Instant now) {
        if (received) {
            started = now;
        }
        return received;
    }

    /** The host says how the script ended; whether that is news. */
    synchronized boolean end(Instant now, Result result) {
        if (status.ended()) {
            return false;
        }
        status = result.status();
        ended = now;
        exitCode = result.exitCode();
        output = result.output();
        return true;
    }

    /** Gives it up if it has not reached its host; says whether it did. */
    synchronized boolean giveUp(Status reason, Instant now) {
        if (status != Status.PENDING) {
            return false;
        }
        status = reason;
        ended = now;
        return true;
    }

    /** Whether reads know it: once it has begun or ended, or some time after the request. */
    synchronized boolean isVisible(Instant now, Duration appearsAfter) {
        return status != Status.PENDING || !now.isBefore(command.requested().plus(appearsAfter));
    }

    /** An entry of ListCommandInvocations. */
    synchronized ObjectNode json(boolean details) {
        ObjectNode json = Json.object()
                .put("CommandId", command.id())
                .put("InstanceId", host.id())
                .put("InstanceName", "")
                .put("Comment", command.request().comment())
                .put("DocumentName", command.request().document().name())
                .put(
                        "DocumentVersion",
                        String.valueOf(command.request().document().version()))
                .put("RequestedDateTime", Times.epochSeconds(command.requested()))
                .put("Status", status.text())
                .put("StatusDetails", status.details())
                .put("StandardOutputUrl", "")
                .put("StandardErrorUrl", "")
                .put("ServiceRole", "");
        var plugins = json.putArray("CommandPlugins");
        if (details && started != null) {
            ObjectNode plugin = plugins.addObject()
                    .put("Name", command.request().document().step().name())
                    .put("Status", status.text())
                    .put("StatusDetails", status.details())
                    .put("ResponseCode", exitCode)
                    .put("ResponseStartDateTime", Times.epochSeconds(started))
                    .put("Output", output.combined())
                    .put("StandardOutputUrl", "")
                    .put("StandardErrorUrl", "")
                    .put("OutputS3Region", command.region())
                    .put("OutputS3BucketName", "")
                    .put("OutputS3KeyPrefix", "");
            if (ended != null) {
                plugin.put("ResponseFinishDateTime", Times.epochSeconds(ended));
            }
        }
        return json;
    }

    /** The answer of GetCommandInvocation. */
    synchronized ObjectNode result() {
        boolean ran = started != null && ended != null;
        return Json.object()
                .put("CommandId", command.id())
                .put("InstanceId", host.id())
                .put("Comment", command.request().comment())
                .put("DocumentName", command.request().document().name())
                .put(
                        "DocumentVersion",
                        String.valueOf(command.request().document().version()))
                .put("PluginName", command.request().document().step().name())
                .put("ResponseCode", exitCode)
                .put("ExecutionStartDateTime", started == null ? "" : Times.iso(started))
                .put(
                        "ExecutionElapsedTime",
                        ran ? Duration.between(started, ended).toString() : "")
                .put("ExecutionEndDateTime", ran ? Times.iso(ended) : "")
                .put("Status", status.text())
                .put("StatusDetails", status.details())
                .put("StandardOutputContent", output.standardOutput())
                .put("StandardOutputUrl", "")
                .put("StandardErrorContent", output.standardError())
                .put("StandardErrorUrl", "");
    }
}
