package io.certfleet.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Json;
import io.certfleet.local.fleet.Fleet;
import io.certfleet.local.fleet.SimulatedHost;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** DescribeInstanceInformation. */
final class InstanceInformation {
    private static final String TAG = "tag:";

    private final Fleet fleet;
    private final Clock clock;

    InstanceInformation(Fleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    ObjectNode describe(JsonNode request) {
        Predicate<SimulatedHost> filters = Stream.concat(
                        request.path("Filters")
                                .valueStream()
                                .map(filter -> filter(filter.path("Key"), filter.path("Values"))),
                        request.path("InstanceInformationFilterList")
                                .valueStream()
                                .map(filter -> filter(filter.path("key"), filter.path("valueSet"))))
                .reduce(any -> true, Predicate::and);
        List<ObjectNode> found =
                fleet.hosts().stream().filter(filters).map(this::json).toList();
        return Page.of("InstanceInformationList", found, request, 5);
    }

    private ObjectNode json(SimulatedHost host) {
        return Json.object()
                .put("InstanceId", host.id())
                .put("PingStatus", host.isOnline() ? "Online" : "ConnectionLost")
                .put("LastPingDateTime", Times.epochSeconds(clock.instant()))
                .put("AgentVersion", "3.3.3572.0")
                .put("IsLatestVersion", true)
                .put("PlatformType", "Linux")
                .put("PlatformName", SimulatedHost.PLATFORM_NAME)
                .put("PlatformVersion", SimulatedHost.PLATFORM_VERSION)
                .put("RegistrationDate", Times.epochSeconds(host.registered()))
                .put("ResourceType", "ManagedInstance")
                .put("Name", host.id())
                .put("IPAddress", "127.0.0.1")
                .put("ComputerName", host.id());
    }

    private Predicate<SimulatedHost> filter(JsonNode key, JsonNode allowed) {
        Set<String> values = allowed.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        if (key.asText().startsWith(TAG)) {
            return host -> values.contains(host.tags().getOrDefault(key.asText().substring(TAG.length()), ""));
        }
        String field =
                switch (key.asText()) {
                    case "InstanceIds" -> "InstanceId";
                    case "PlatformTypes" -> "PlatformType";
                    case "PingStatus", "AgentVersion", "ResourceType" -> key.asText();
                    default -> throw Refusal.of("InvalidFilterKey", "the stand-in does not filter by " + key.asText());
                };
        return host -> values.contains(json(host).path(field).asText());
    }
}
