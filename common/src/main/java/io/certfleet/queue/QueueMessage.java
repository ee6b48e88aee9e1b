package io.certfleet.queue;

import java.time.Instant;
import java.util.Map;

/**
 * A message as a service receives it.
 *
 * @param queue where it came from
 * @param sentAt when SQS took it, by SQS's clock
 * @param receiveCount how often it was received, this time included
 */
public record QueueMessage(String id, QueueName queue, String body, Instant sentAt, int receiveCount) {

    /** With SQS's system attributes; where they are missing, the message was sent now and received once. */
    static QueueMessage of(String id, QueueName queue, String body, Map<String, String> attributes, Instant now) {
        String sent = attributes.get("SentTimestamp");
        return new QueueMessage(
                id,
                queue,
                body,
                sent == null ? now : Instant.ofEpochMilli(Long.parseLong(sent)),
                Integer.parseInt(attributes.getOrDefault("ApproximateReceiveCount", "1")));
    }
}
