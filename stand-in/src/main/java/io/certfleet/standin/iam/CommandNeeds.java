package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What calls of Systems Manager need. */
final class CommandNeeds {
    private final Account account;
    private final NodeTags nodes;

    CommandNeeds(Account account, NodeTags nodes) {
        this.account = account;
        this.nodes = nodes;
    }

    Optional<List<Need>> of(Call call) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "SendCommand" -> Optional.of(send(request));
            case "GetDocument", "DescribeDocument" ->
                Optional.of(List.of(new Need(
                        "ssm:" + call.operation(), document(request.path("Name").asText()))));
            case "GetCommandInvocation", "ListCommandInvocations", "DescribeInstanceInformation" ->
                Optional.of(List.of(new Need("ssm:" + call.operation(), Need.NO_RESOURCE)));
            default -> Optional.empty();
        };
    }

    /**
     * The document and every node, each by itself. A node that is not registered has no tags to be judged by, and is left
     * to Systems Manager, which refuses it as InvalidInstanceId.
     */
    private List<Need> send(JsonNode request) {
        Stream<Need> document = Stream.of(new Need(
                "ssm:SendCommand", document(request.path("DocumentName").asText())));
        Stream<Need> hosts = request.path("InstanceIds")
                .valueStream()
                .map(JsonNode::asText)
                .flatMap(id -> nodes.of(id).stream().map(tags -> new Need("ssm:SendCommand", node(id), context(tags))));
        return Stream.concat(document, hosts).toList();
    }

    private String document(String name) {
        if (name.startsWith("arn:")) {
            return name;
        }
        // AWS's own documents belong to no account.
        return name.startsWith("AWS-")
                ? "arn:aws:ssm:" + account.region() + "::document/" + name
                : account.arn("ssm", "document/" + name);
    }

    private String node(String id) {
        return id.startsWith("mi-")
                ? account.arn("ssm", "managed-instance/" + id)
                : account.arn("ec2", "instance/" + id);
    }

    private static Map<String, List<String>> context(Map<String, String> tags) {
        Map<String, List<String>> context = new HashMap<>();
        tags.forEach((key, value) -> context.put(ContextKeys.NODE_TAG + key, List.of(value)));
        return context;
    }
}
