package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Policies and requests as tests write them. */
final class Documents {
    static final String ROLE = "arn:aws:iam::111122223333:role/certfleet-checker";
    static final String QUEUE = "arn:aws:sqs:us-east-1:111122223333:certfleet-check";

    private static final YAMLMapper YAML = new YAMLMapper();

    private Documents() {}

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A role's policy of such statements. */
    static Policy ofRole(String... statements) {
        return Policy.ofRole(yaml("Statement: [" + String.join(", ", statements) + "]"));
    }

    /** A queue's policy of such statements. */
    static Policy ofQueue(String... statements) {
        return Policy.ofResource(yaml("Statement: [" + String.join(", ", statements) + "]"));
    }

    /** A statement without a condition. */
    static String allow(String action, String resource) {
        return "{Effect: Allow, Action: '" + action + "', Resource: '" + resource + "'}";
    }

    /** A statement without a condition. */
    static String deny(String action, String resource) {
        return "{Effect: Deny, Action: '" + action + "', Resource: '" + resource + "'}";
    }

    /** A request of the role. */
    static Request request(String action, String resource) {
        return request(action, resource, Map.of());
    }

    /** A request of the role with one value to each key. */
    static Request request(String action, String resource, Map<String, String> context) {
        return new Request(
                Principal.role(ROLE),
                action,
                resource,
                context.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, key -> List.of(key.getValue()))));
    }
}
