package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.runcommand.management.Page;
import io.certfleet.standin.runcommand.management.Refusal;
import io.certfleet.standin.runcommand.management.Times;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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
        List<Map.Entry<String, Set<String>>> filters = Stream.concat(
                        request.path("Filters")
                                .valueStream()
                                .map(filter -> entry(filter.path("Key"), filter.path("Values"))),
                        request.path("InstanceInformationFilterList")
                                .valueStream()
                                .map(filter -> entry(filter.path("key"), filter.path("valueSet"))))
                .toList();
        refuseMixedTags(filters);
        Predicate<SimulatedHost> wanted = filters.stream()
                .map(filter -> predicate(filter.getKey(), filter.getValue()))
                .reduce(any -> true, Predicate::and);
        List<ObjectNode> found =
                fleet.hosts().stream().filter(wanted).map(this::json).toList();
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

    // As AWS answers it: danmx/sigil#61 on GitHub.
    private static void refuseMixedTags(List<Map.Entry<String, Set<String>>> filters) {
        if (filters.size() > 1
                && filters.stream()
                        .map(Map.Entry::getKey)
                        .anyMatch(key -> key.startsWith(TAG) || key.equals("tag-key"))) {
            throw Refusal.of("ValidationException", "Cannot mix tag or inventory filter with any other filter.");
        }
    }

    private static Map.Entry<String, Set<String>> entry(JsonNode key, JsonNode values) {
        return Map.entry(
                key.asText(), values.valueStream().map(JsonNode::asText).collect(Collectors.toSet()));
    }

    private Predicate<SimulatedHost> predicate(String key, Set<String> values) {
        if (key.startsWith(TAG)) {
            return host -> values.contains(host.tags().getOrDefault(key.substring(TAG.length()), ""));
        }
        // boto/boto3#3027 on GitHub.
        if (key.equals("ResourceType") && values.size() > 1) {
            throw Refusal.of(
                    "InvalidInstanceInformationFilterValue", "ResourceType filter may contain only one value.");
        }
        String field =
                switch (key) {
                    case "InstanceIds" -> "InstanceId";
                    case "PlatformTypes" -> "PlatformType";
                    case "PingStatus", "AgentVersion", "ResourceType" -> key;
                    default -> throw Refusal.of("InvalidFilterKey", "the stand-in does not filter by " + key);
                };
        return host -> values.contains(json(host).path(field).asText());
    }
}
