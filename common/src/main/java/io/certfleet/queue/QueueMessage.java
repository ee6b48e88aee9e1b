package io.certfleet.queue;

import java.time.Instant;

/**
 * A message as a service receives it.
 *
 * @param queue where it came from
 * @param sentAt when SQS took it, by SQS's clock
 * @param receiveCount how often it was received, this time included
 */
public record QueueMessage(String id, QueueName queue, String body, Instant sentAt, int receiveCount) {}
