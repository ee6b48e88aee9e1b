package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.management.Times;
import java.util.List;

/** Run Command's two events: EventBridge events reference, "AWS Systems Manager events". */
final class StatusEvents {
    private static final String SOURCE = "aws.ssm";

    private final EventSink events;
    private final String arnPrefix;

    StatusEvents(EventSink events, RunCommandSettings settings) {
        this.events = events;
        this.arnPrefix = settings.account().arn("ssm", "managed-instance/");
    }

    void command(Command command, Status status) {
        ObjectNode detail = Json.object()
                .put("command-id", command.id())
                .put("document-name", command.request().document().name())
                .put("expire-after", Times.iso(command.expires()));
        detail.set("parameters", command.parameters());
        detail.put("requested-date-time", Times.iso(command.requested())).put("status", status.text());
        events.emit(
                SOURCE,
                "EC2 Command Status-change Notification",
                command.request().hosts().stream().map(this::arn).toList(),
                detail);
    }

    void invocation(Invocation invocation, Status status) {
        Command command = invocation.command();
        ObjectNode detail = Json.object()
                .put("command-id", command.id())
                .put("document-name", command.request().document().name())
                .put("instance-id", invocation.host().id())
                .put("requested-date-time", Times.iso(command.requested()))
                .put("status", status.text());
        events.emit(
                SOURCE, "EC2 Command Invocation Status-change Notification", List.of(arn(invocation.host())), detail);
    }

    private String arn(SimulatedHost host) {
        return arnPrefix + host.id();
    }
}
