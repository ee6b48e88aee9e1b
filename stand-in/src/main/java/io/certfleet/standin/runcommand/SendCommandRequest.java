package io.certfleet.standin.runcommand;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.runcommand.management.Document;
import io.certfleet.standin.runcommand.management.Documents;
import io.certfleet.standin.runcommand.management.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A SendCommand request that can be carried out. */
record SendCommandRequest(
        Document document,
        Map<String, List<String>> parameters,
        List<SimulatedHost> hosts,
        Duration deliveryTimeout,
        String comment,
        Threshold maxConcurrency,
        Threshold maxErrors) {
    private static final int MOST_HOSTS = 50;
    private static final int LONGEST_COMMENT = 100;
    private static final int SHORTEST_TIMEOUT = 30;
    private static final int LONGEST_TIMEOUT = 2_592_000;

    /** Checks a request as Systems Manager does: as a whole, before anything is sent to anyone. */
    static SendCommandRequest of(JsonNode request, Documents documents, Fleet fleet, OfflineHosts offlineHosts) {
        List<String> ids =
                request.path("InstanceIds").valueStream().map(JsonNode::asText).toList();
        if (ids.size() > MOST_HOSTS) {
            throw Refusal.validation("instanceIds", ids, "have length less than or equal to " + MOST_HOSTS);
        }
        ids.forEach(Refusal::instanceId);
        String comment = request.path("Comment").asText("");
        if (comment.length() > LONGEST_COMMENT) {
            throw Refusal.validation("comment", comment, "have length less than or equal to " + LONGEST_COMMENT);
        }
        int timeout = request.path("TimeoutSeconds").asInt(3600);
        if (timeout < SHORTEST_TIMEOUT) {
            throw Refusal.validation("timeoutSeconds", timeout, "have value greater than or equal to 30");
        }
        if (timeout > LONGEST_TIMEOUT) {
            throw Refusal.validation("timeoutSeconds", timeout, "have value less than or equal to 2592000");
        }
        Threshold maxConcurrency =
                Threshold.concurrency(request.path("MaxConcurrency").asText("50"));
        Threshold maxErrors = Threshold.errors(request.path("MaxErrors").asText("0"));
        if (ids.isEmpty() || request.path("Targets").size() > 0) {
            throw Refusal.of("InvalidParameters", "the stand-in takes InstanceIds, at least one, and no Targets");
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw Refusal.of("DuplicateInstanceId", "an instance id is given twice");
        }
        Document document = documents.requested(request, "DocumentName");
        Map<String, List<String>> parameters = document.complete(given(request));
        return new SendCommandRequest(
                document,
                parameters,
                hosts(ids, fleet, offlineHosts),
                Duration.ofSeconds(timeout),
                comment,
                maxConcurrency,
                maxErrors);
    }

    private static Map<String, List<String>> given(JsonNode request) {
        return request.path("Parameters")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue()
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList()));
    }

    private static List<SimulatedHost> hosts(List<String> ids, Fleet fleet, OfflineHosts offlineHosts) {
        List<String> unknown = ids.stream()
                .filter(id -> fleet.find(id)
                        .filter(host -> host.isOnline() || offlineHosts == OfflineHosts.ACCEPTED)
                        .isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.of(
                    "InvalidInstanceId", "Instances " + unknown + " not in a valid state for account or unknown");
        }
        return ids.stream().flatMap(id -> fleet.find(id).stream()).toList();
    }

    /** From the request until hosts that were not reached are given up: user guide, "Command timeout values". */
    Duration expiresAfter() {
        return deliveryTimeout.plus(document.executionTimeout(parameters));
    }
}
