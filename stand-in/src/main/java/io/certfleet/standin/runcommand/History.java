package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.runcommand.management.Page;
import io.certfleet.standin.runcommand.management.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that were sent, and the operations that read them. */
final class History {
    private final Duration appearsAfter;
    private final Clock clock;
    private final Map<String, Command> commands = new LinkedHashMap<>();

    History(Duration appearsAfter, Clock clock) {
        this.appearsAfter = appearsAfter;
        this.clock = clock;
    }

    synchronized void add(Command command) {
        commands.put(command.id(), command);
    }

    synchronized Optional<Command> find(String id) {
        return Optional.ofNullable(commands.get(id));
    }

    // Newest first.
    private synchronized List<Command> all() {
        return new ArrayList<>(commands.values()).reversed();
    }

    /** GetCommandInvocation. */
    ObjectNode get(JsonNode request) {
        String commandId = Refusal.commandId(request.path("CommandId").asText());
        String hostId = Refusal.instanceId(request.path("InstanceId").asText());
        Invocation invocation = find(commandId)
                .flatMap(command -> command.on(hostId))
                .filter(this::isVisible)
                .orElseThrow(() -> Refusal.of("InvocationDoesNotExist", ""));
        String step = invocation.command().request().document().step().name();
        if (!request.path("PluginName").asText(step).equals(step)) {
            throw Refusal.of("InvalidPluginName", "");
        }
        return invocation.result();
    }

    /** ListCommandInvocations; of an unknown command it lists nothing. */
    ObjectNode listInvocations(JsonNode request) {
        boolean details = request.path("Details").asBoolean();
        Optional<String> hostId = hostId(request);
        List<ObjectNode> found = commands(request).stream()
                .flatMap(command -> command.invocations().stream())
                .filter(invocation -> hostId.isEmpty()
                        || hostId.get().equals(invocation.host().id()))
                .filter(this::isVisible)
                .map(invocation -> invocation.json(details))
                .toList();
        return Page.of("CommandInvocations", found, request, 1);
    }

    private boolean isVisible(Invocation invocation) {
        return invocation.isVisible(clock.instant(), appearsAfter);
    }

    private List<Command> commands(JsonNode request) {
        if (!request.hasNonNull("CommandId")) {
            return all();
        }
        return find(Refusal.commandId(request.path("CommandId").asText())).stream()
                .toList();
    }

    private static Optional<String> hostId(JsonNode request) {
        return Optional.ofNullable(request.path("InstanceId").asText(null)).map(Refusal::instanceId);
    }
}
