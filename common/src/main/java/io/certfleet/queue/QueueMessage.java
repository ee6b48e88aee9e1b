package io.certfleet.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a service receives it.
 *
 * @param queue where it came from
 * @param sentAt when SQS took it, by SQS's clock
 * @param receiveCount how often it was received, this time included
 * @param rejection why it was rejected before, if it was redriven from the dead-letter queue
 */
public record QueueMessage(
        String id, QueueName queue, String body, Instant sentAt, int receiveCount, Optional<String> rejection) {
    /** The attributes of a message that say whether it was rejected, and why. */
    static final List<String> REJECTION = List.of("rejectedFrom", "reason");

    /** One that was never rejected. */
    public QueueMessage(String id, QueueName queue, String body, Instant sentAt, int receiveCount) {
        this(id, queue, body, sentAt, receiveCount, Optional.empty());
    }

    /** With SQS's system attributes; where they are missing, the message was sent now and received once. */
    static QueueMessage of(
            String id,
            QueueName queue,
            String body,
            Map<String, String> attributes,
            Map<String, String> own,
            Instant now) {
        String sent = attributes.get("SentTimestamp");
        return new QueueMessage(
                id,
                queue,
                body,
                sent == null ? now : Instant.ofEpochMilli(Long.parseLong(sent)),
                Integer.parseInt(attributes.getOrDefault("ApproximateReceiveCount", "1")),
                Optional.ofNullable(own.get("rejectedFrom")).map(_ -> own.getOrDefault("reason", "no reason given")));
    }
}
