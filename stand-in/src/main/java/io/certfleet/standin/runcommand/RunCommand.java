package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.management.Documents;
import io.certfleet.standin.runcommand.management.Management;
import java.time.Clock;
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
    private final Management management;
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
        this.management = new Management(documents, clock);
        ExecutorService processes = Executors.newFixedThreadPool(
                settings.processes(),
                Thread.ofPlatform().daemon().name("agent-", 0).factory());
        this.dispatcher = new Dispatcher(
                settings.account().region(), new StatusEvents(events, settings), clock, timer, processes);
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
                    case "GetCommandInvocation" -> history.get(request);
                    case "ListCommandInvocations" -> history.listInvocations(request);
                    case "DescribeInstanceInformation" -> instances.describe(request);
                    default -> management.answer(call);
                });
    }

    private ObjectNode send(JsonNode request) {
        Command command = new Command(
                settings.account().region(),
                SendCommandRequest.of(request, documents, fleet, settings.offlineHosts()),
                clock.instant());
        ObjectNode answer = Json.object();
        answer.set("Command", command.json());
        history.add(command);
        dispatcher.begin(command);
        return answer;
    }

    /** Ends the scripts that run. */
    @Override
    public void close() {
        dispatcher.stop();
    }
}
