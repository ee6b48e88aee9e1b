package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What SQS refuses of a request, whatever is in its queues (API reference; developer guide, "Message quotas"). */
final class QueueLimits {
    static final int LONGEST_VISIBILITY = 43_200;
    private static final int MOST_ENTRIES = 10;
    private static final int LONGEST = 1_048_576;
    private static final int LONGEST_DELAY = 900;
    private static final int MOST_ATTRIBUTES = 10;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    /** "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF" (SendMessage, API reference). */
    private static final Pattern CHARACTERS =
            Pattern.compile("[\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]*");

    private QueueLimits() {}

    static void check(QueueRequest request) {
        switch (request.operation()) {
            case "SendMessage" -> {
                message(request.body());
                size(List.of(request.body()));
            }
            case "SendMessageBatch" -> {
                batch(request);
                size(request.entries());
            }
            case "DeleteMessageBatch", "ChangeMessageVisibilityBatch" -> batch(request);
            case "ReceiveMessage" -> {
                number(
                        request.body(),
                        "MaxNumberOfMessages",
                        1,
                        MOST_ENTRIES,
                        "Must be between 1 and 10, if provided.");
                number(request.body(), "WaitTimeSeconds", 0, 20, "Must be >= 0 and <= 20, if provided.");
                visibility(request.body());
            }
            case "ChangeMessageVisibility" -> {
                if (!request.body().hasNonNull("VisibilityTimeout")) {
                    throw QueueError.missing("VisibilityTimeout");
                }
                visibility(request.body());
            }
            default -> {
                // What else there is, the emulator checks.
            }
        }
    }

    static void visibility(JsonNode request) {
        number(
                request,
                "VisibilityTimeout",
                0,
                LONGEST_VISIBILITY,
                "VisibilityTimeout must be an integer between 0 and " + LONGEST_VISIBILITY + ".");
    }

    private static void batch(QueueRequest request) {
        String entry = request.operation() + "RequestEntry";
        List<JsonNode> entries = request.entries();
        if (entries.isEmpty()) {
            throw QueueError.of("EmptyBatchRequest", "There should be at least one " + entry + " in the request.");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw QueueError.of(
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are " + MOST_ENTRIES + ". You have sent " + entries.size()
                            + ".");
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode one : entries) {
            String id = one.path("Id").asText();
            if (!ID.matcher(id).matches()) {
                throw QueueError.of(
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be"
                                + " at most 80 letters long.");
            }
            if (!ids.add(id)) {
                throw QueueError.of("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
        }
    }

    static void message(JsonNode message) {
        String body = message.path("MessageBody").asText();
        if (body.isEmpty()) {
            throw QueueError.missing("MessageBody");
        }
        if (!CHARACTERS.matcher(body).matches()) {
            throw QueueError.of("InvalidMessageContents", "Invalid binary character was found in the message body.");
        }
        number(message, "DelaySeconds", 0, LONGEST_DELAY, "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY + ".");
        if (message.path("MessageAttributes").size() > MOST_ATTRIBUTES) {
            throw QueueError.invalid(
                    message.path("MessageAttributes").size(),
                    "MessageAttributes",
                    "Number of message attributes ["
                            + message.path("MessageAttributes").size() + "] exceeds the" + " allowed maximum ["
                            + MOST_ATTRIBUTES + "].");
        }
    }

    private static void size(List<JsonNode> messages) {
        long size = messages.stream().mapToLong(QueueLimits::size).sum();
        if (size <= LONGEST) {
            return;
        }
        if (messages.size() == 1 && !messages.getFirst().has("Id")) {
            throw QueueError.of(
                    "InvalidParameterValue",
                    "One or more parameters are invalid. Reason: Message must be shorter than " + LONGEST + " bytes.");
        }
        throw QueueError.of(
                "BatchRequestTooLong",
                "Batch requests cannot be longer than " + LONGEST + " bytes. You have sent " + size + " bytes.");
    }

    /** "The name, type, value and the message body must not be empty, and count towards the limit" (message metadata). */
    private static long size(JsonNode message) {
        long attributes = message.path("MessageAttributes")
                .propertyStream()
                .mapToLong(attribute -> bytes(attribute.getKey())
                        + bytes(attribute.getValue().path("DataType").asText())
                        + bytes(attribute.getValue().path("StringValue").asText()))
                .sum();
        return bytes(message.path("MessageBody").asText()) + attributes;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void number(JsonNode request, String name, int least, int most, String reason) {
        if (!request.hasNonNull(name)) {
            return;
        }
        String text = request.path(name).asText();
        if (!text.matches("-?\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw QueueError.invalid(text, name, reason);
        }
    }
}
