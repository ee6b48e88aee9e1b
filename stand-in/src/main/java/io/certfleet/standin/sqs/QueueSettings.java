package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One queue as {@code infra/terraform/queues.json} sets it.
 *
 * @param batchSize how many messages a service takes to one batch
 * @param batchWindowSeconds how long it gathers them
 * @param deadLetterRetentionSeconds how long its dead-letter queue keeps a message
 */
public record QueueSettings(
        String name,
        int visibilitySeconds,
        int retentionSeconds,
        int maxReceiveCount,
        int batchSize,
        int batchWindowSeconds,
        int deadLetterRetentionSeconds) {

    /** The queues of the file, in its order. */
    public static List<QueueSettings> read(Path file) {
        JsonNode settings;
        try {
            settings = Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the queues' settings " + file, e);
        }
        int deadLetterRetention = whole(settings, "deadLetterRetentionSeconds", file);
        List<QueueSettings> queues = new ArrayList<>();
        settings.path("queues")
                .properties()
                .forEach(queue -> queues.add(new QueueSettings(
                        queue.getKey(),
                        whole(queue.getValue(), "visibilitySeconds", file),
                        whole(queue.getValue(), "retentionSeconds", file),
                        whole(queue.getValue(), "maxReceiveCount", file),
                        whole(queue.getValue(), "batchSize", file),
                        whole(queue.getValue(), "batchWindowSeconds", file),
                        deadLetterRetention)));
        return List.copyOf(queues);
    }

    private static int whole(JsonNode node, String name, Path file) {
        JsonNode value = node.path(name);
        if (!value.isInt()) {
            throw new IllegalArgumentException(file + ": " + name + " is not a whole number: " + value);
        }
        return value.intValue();
    }
}
