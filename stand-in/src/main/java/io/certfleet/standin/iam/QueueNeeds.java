package io.certfleet.standin.iam;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls of SQS need. */
final class QueueNeeds {
    private static final String DEAD_LETTERS = "-dlq";

    // The batches have no actions of their own (Service Authorization Reference, Amazon SQS).
    private static final Map<String, String> BATCHES = Map.of(
            "SendMessageBatch", "SendMessage",
            "DeleteMessageBatch", "DeleteMessage",
            "ChangeMessageVisibilityBatch", "ChangeMessageVisibility");

    private final Account account;

    QueueNeeds(Account account) {
        this.account = account;
    }

    Optional<List<Need>> of(Call call) {
        return switch (call.operation()) {
            case "GetQueueUrl" -> needs(call, account.arn("sqs", call.parameter("QueueName")));
            case "StartMessageMoveTask" -> Optional.of(redrive(call));
            case "ListMessageMoveTasks" -> needs(call, call.parameter("SourceArn"));
            case "SendMessage",
                    "SendMessageBatch",
                    "ReceiveMessage",
                    "DeleteMessage",
                    "DeleteMessageBatch",
                    "ChangeMessageVisibility",
                    "ChangeMessageVisibilityBatch",
                    "GetQueueAttributes" -> {
                String url = call.parameter("QueueUrl");
                yield needs(call, account.arn("sqs", url.substring(url.lastIndexOf('/') + 1)));
            }
            default -> Optional.empty();
        };
    }

    /** "Configuring queue permissions for dead-letter queue redrive", SQS developer guide. */
    private static List<Need> redrive(Call call) {
        String from = call.parameter("SourceArn");
        String given = call.parameter("DestinationArn");
        List<Need> needs = new ArrayList<>();
        for (String action : List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
            needs.add(new Need("sqs:" + action, from));
        }
        // Without a destination a message goes back to the queue that it came from.
        String to = !given.isEmpty() || !from.endsWith(DEAD_LETTERS)
                ? given
                : from.substring(0, from.length() - DEAD_LETTERS.length());
        // SQS sends in the caller's name.
        needs.add(new Need("sqs:SendMessage", to, Map.of(ContextKeys.CALLED_VIA_LAST, List.of("sqs.amazonaws.com"))));
        return needs;
    }

    private static Optional<List<Need>> needs(Call call, String resource) {
        String action = BATCHES.getOrDefault(call.operation(), call.operation());
        return Optional.of(List.of(new Need("sqs:" + action, resource)));
    }
}
