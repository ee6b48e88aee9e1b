package io.certfleet.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Where a message goes that can never succeed: to its queue's dead-letter queue, at once and with the reason, instead of
 * twenty times through the queue. It is done then.
 */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    // A message attribute counts against the message's size; a reason quotes input, which may be long.
    private static final int LONGEST_REASON = 500;

    private final SqsClient sqs;
    private final Queues queues;

    DeadLetters(SqsClient sqs, Queues queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** Rejects a message for good. */
    public void reject(QueueMessage message, String reason) {
        // SQS allows only these characters (XML 1.0) in an attribute.
        String printable = reason.replaceAll("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}]", "?");
        String text = printable.length() > LONGEST_REASON ? printable.substring(0, LONGEST_REASON) : printable;
        LOG.warnf(
                "rejected message=%s queue=%s reason=%s",
                message.id(), message.queue().word(), text);
        sqs.sendMessage(request -> request.queueUrl(queues.deadLetterUrl(message.queue()))
                .messageBody(message.body())
                .messageAttributes(Map.of(
                        "reason",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(text)
                                .build())));
    }
}
