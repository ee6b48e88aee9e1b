package io.certfleet.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.EventSink;
import io.certfleet.local.door.Json;
import io.certfleet.local.fleet.Fleet;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Systems Manager: documents' scripts run on the hosts of a fleet. */
public final class RunCommand implements AwsService, AutoCloseable {
    private final RunCommandSettings settings;
    private final Documents documents;
    private final Fleet fleet;
    private final Clock clock;
    private final History history;
    private final InstanceInformation instances;
    private final Activations activations;
    private final Dispatcher dispatcher;

    /**
     * Run Command over a fleet.
     *
     * @param timer counts down the time-outs of delivery
     */
    public RunCommand(
            RunCommandSettings settings,
            Documents documents,
            Fleet fleet,
            EventSink events,
            Clock clock,
            ScheduledExecutorService timer) {
        this.settings = settings;
        this.documents = documents;
        this.fleet = fleet;
        this.clock = clock;
        this.history = new History(settings.appearsAfter(), clock);
        this.instances = new InstanceInformation(fleet, clock);
        this.activations = new Activations(clock);
        ExecutorService processes = Executors.newFixedThreadPool(
                settings.processes(),
                Thread.ofPlatform().daemon().name("agent-", 0).factory());
        this.dispatcher =
                new Dispatcher(settings.region(), new StatusEvents(events, settings), clock, timer, processes);
    }

    @Override
    public String name() {
        return "ssm";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer answer(Call call) {
        JsonNode request = call.json();
        return Answer.json(
                switch (call.operation()) {
                    case "SendCommand" -> send(request);
                    case "CancelCommand" -> cancel(request);
                    case "GetCommandInvocation" -> history.get(request);
                    case "ListCommandInvocations" -> history.listInvocations(request);
                    case "ListCommands" -> history.listCommands(request);
                    case "DescribeInstanceInformation" -> instances.describe(request);
                    default -> manage(call);
                });
    }

    private ObjectNode manage(Call call) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "CreateDocument" -> documents.create(request, clock.instant());
            case "GetDocument" -> documents.get(request);
            case "DescribeDocument" -> documents.describe(request);
            case "DescribeDocumentPermission" -> documents.permissions(request);
            case "UpdateDocument" -> documents.update(request, clock.instant());
            case "UpdateDocumentDefaultVersion" -> documents.setDefault(request);
            case "DeleteDocument" -> documents.delete(request);
            case "AddTagsToResource" -> documents.tag(request);
            case "RemoveTagsFromResource" -> documents.untag(request);
            case "ListTagsForResource" -> documents.tags(request);
            case "CreateActivation" -> activations.create(request);
            case "DescribeActivations" -> activations.describe(request);
            case "DeleteActivation" -> activations.delete(request);
            default -> throw AwsService.unknown(call);
        };
    }

    private ObjectNode send(JsonNode request) {
        Command command = new Command(
                settings.region(), Order.of(request, documents, fleet, settings.offlineHosts()), clock.instant());
        ObjectNode answer = Json.object();
        answer.set("Command", command.json());
        history.add(command);
        dispatcher.begin(command);
        return answer;
    }

    private ObjectNode cancel(JsonNode request) {
        String id = Refusal.commandId(request.path("CommandId").asText());
        Command command = history.find(id).orElseThrow(() -> Refusal.of("InvalidCommandId", ""));
        List<String> some = request.path("InstanceIds")
                .valueStream()
                .map(node -> Refusal.instanceId(node.asText()))
                .toList();
        if (some.isEmpty()) {
            command.cancel();
        }
        command.invocations().stream()
                .filter(invocation ->
                        some.isEmpty() || some.contains(invocation.host().id()))
                .forEach(dispatcher::cancel);
        return Json.object();
    }

    /** Ends the scripts that run. */
    @Override
    public void close() {
        dispatcher.stop();
    }
}
