package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The queues' policies: {@code senders.json} says who sends where, two templates make policies of it. */
final class QueuePolicies {
    private static final String RULE = "rule";
    private static final String OPERATORS = "operators";
    private static final String DEAD_LETTERS = "-dlq";

    private final Path folder;
    private final Account account;
    private final List<String> operators;

    /**
     * Reads from the folder {@code infra/terraform}.
     *
     * @param operators the ARNs of the operators, as Terraform's variable lists them
     */
    QueuePolicies(Path folder, Account account, List<String> operators) {
        this.folder = folder;
        this.account = account;
        this.operators = operators;
    }

    /** The policies by the queues' ARNs. */
    Map<String, JsonNode> read() {
        Map<String, JsonNode> policies = new LinkedHashMap<>();
        senders()
                .properties()
                .forEach(
                        queue -> policies.put(arn(queue.getKey()), policy(queue.getKey(), Texts.of(queue.getValue()))));
        return policies;
    }

    private JsonNode senders() {
        Path file = folder.resolve("senders.json");
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading who sends where, " + file, e);
        }
    }

    private JsonNode policy(String queue, List<String> senders) {
        List<String> arns = senders.stream()
                .filter(sender -> !sender.equals(RULE))
                .flatMap(this::arns)
                .toList();
        // Operators redrive from a dead-letter queue to its queue, and nowhere else.
        List<String> redrivers = queue.endsWith(DEAD_LETTERS) ? List.of() : operators;
        Map<String, String> variables = Map.of(
                "queue_arn", arn(queue),
                "rule_arn", account.arn("events", RULE + "/" + account.prefix() + queue.replace(DEAD_LETTERS, "")),
                "senders", list(arns),
                "senders_and_redrivers",
                        list(Stream.concat(arns.stream(), redrivers.stream())
                                .distinct()
                                .toList()));
        ObjectNode policy = Json.object();
        ArrayNode statements = policy.putArray("Statement");
        Path templates = folder.resolve("policies");
        PolicyFile.read(templates.resolve("queue.yaml"), variables)
                .path("Statement")
                .forEach(statements::add);
        if (senders.contains(RULE)) {
            PolicyFile.read(templates.resolve("rule.yaml"), variables)
                    .path("Statement")
                    .forEach(statements::add);
        }
        return policy;
    }

    private Stream<String> arns(String sender) {
        return sender.equals(OPERATORS) ? operators.stream() : Stream.of(account.roleArn(sender));
    }

    private String arn(String queue) {
        return account.arn("sqs", account.prefix() + queue);
    }

    private static String list(List<String> texts) {
        ArrayNode array = Json.object().putArray("texts");
        texts.forEach(array::add);
        return new String(Json.write(array), StandardCharsets.UTF_8);
    }
}
