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
import java.util.function.Predicate;

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
        String step = invocation.command().request().document().step();
        if (!request.path("PluginName").asText(step).equals(step)) {
            throw Refusal.of("InvalidPluginName", "");
        }
        return invocation.result();
    }

    /** ListCommandInvocations; of an unknown command it lists nothing. */
    ObjectNode listInvocations(JsonNode request) {
        boolean details = request.path("Details").asBoolean();
        Optional<String> hostId = hostId(request);
        Predicate<ObjectNode> filters = filters(request);
        List<ObjectNode> found = commands(request).stream()
                .flatMap(command -> command.invocations().stream())
                .filter(invocation -> hostId.isEmpty()
                        || hostId.get().equals(invocation.host().id()))
                .filter(this::isVisible)
                .map(invocation -> invocation.json(details))
                .filter(filters)
                .toList();
        return Page.of("CommandInvocations", found, request, 1);
    }

    /** ListCommands. */
    ObjectNode listCommands(JsonNode request) {
        Optional<String> hostId = hostId(request);
        Predicate<ObjectNode> filters = filters(request);
        List<ObjectNode> found = commands(request).stream()
                .filter(command -> hostId.isEmpty() || command.on(hostId.get()).isPresent())
                .map(Command::json)
                .filter(filters)
                .toList();
        return Page.of("Commands", found, request, 1);
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

    private static Predicate<ObjectNode> filters(JsonNode request) {
        return request.path("Filters").valueStream().map(History::filter).reduce(any -> true, Predicate::and);
    }

    private static Predicate<ObjectNode> filter(JsonNode filter) {
        String value = filter.path("value").asText();
        return switch (filter.path("key").asText()) {
            case "Status" ->
                json -> value.equals(json.path("Status").asText())
                        || value.equals(json.path("StatusDetails").asText());
            case "DocumentName" ->
                json -> value.equals(json.path("DocumentName").asText());
            default -> throw Refusal.of("InvalidFilterKey", "the stand-in filters by Status and DocumentName");
        };
    }
}
