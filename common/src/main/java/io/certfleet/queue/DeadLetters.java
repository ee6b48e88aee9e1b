package io.certfleet.queue;

import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
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
    // A reason quotes input, which may be long.
    private static final int LONGEST_REASON = 500;
    // 1 MiB for body and attributes together: a body that fills it has no room for the reason, and is cut.
    private static final int LONGEST_BODY = 1024 * 1024 - 4096;

    private final SqsClient sqs;
    private final Queues queues;

    /** For CDI, and for tests with a client of their own. */
    public DeadLetters(SqsClient sqs, Queues queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** Rejects a message for good. */
    public void reject(QueueMessage message, String reason) {
        // SQS allows only these characters (XML 1.0) in an attribute.
        String printable = reason.replaceAll("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}]", "?");
        String text = printable.length() > LONGEST_REASON ? printable.substring(0, LONGEST_REASON) : printable;
        String queue = message.queue().word();
        LOG.warnf("rejected messageId=%s queue=%s reason=%s", message.id(), queue, text);
        sqs.sendMessage(request -> request.queueUrl(queues.deadLetterUrl(message.queue()))
                .messageBody(fitting(message.body()))
                .messageAttributes(Map.of(
                        "reason", attribute(text),
                        "rejectedFrom", attribute(queue),
                        "messageId", attribute(message.id()))));
        Metrics.counter("certfleet.queue.rejected", "queue", queue).increment();
    }

    private static MessageAttributeValue attribute(String text) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(text)
                .build();
    }

    private static String fitting(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_BODY) {
            return body;
        }
        int end = LONGEST_BODY;
        // Not within a character: its second and later bytes begin with the bits 10.
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
