package io.certfleet.queue;

import io.micrometer.core.instrument.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
    private static final String AGAIN =
            "was rejected before: send it anew, if it is still wanted. It was rejected because ";
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

    /** Rejects a message for good: brought back from there, it is rejected again. */
    public void reject(QueueMessage message, String reason) {
        send(message, reason, Map.of("rejectedFrom", attribute(message.queue().word())));
    }

    /** Rejects a message that was rejected before. */
    void rejectAgain(QueueMessage message, String reason) {
        reject(message, reason.startsWith(AGAIN) ? reason : AGAIN + reason);
    }

    /** For a version that knows this kind of message: after the upgrade it may be brought back. */
    void putAside(QueueMessage message, String reason) {
        send(message, reason, Map.of());
    }

    private void send(QueueMessage message, String reason, Map<String, MessageAttributeValue> marks) {
        // SQS allows only these characters (XML 1.0) in an attribute.
        String printable = reason.replaceAll("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}]", "?");
        String text = printable.length() > LONGEST_REASON ? printable.substring(0, LONGEST_REASON) : printable;
        String queue = message.queue().word();
        LOG.warnf("rejected messageId=%s queue=%s reason=%s", message.id(), queue, text);
        Map<String, MessageAttributeValue> attributes = new HashMap<>(marks);
        attributes.put("reason", attribute(text));
        attributes.put("messageId", attribute(message.id()));
        sqs.sendMessage(request -> request.queueUrl(queues.deadLetterUrl(message.queue()))
                .messageBody(fitting(message.body()))
                .messageAttributes(attributes));
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
