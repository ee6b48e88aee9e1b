package io.certfleet.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends messages to the queues of Certfleet. */
@ApplicationScoped
public class Outbox {
    // SendMessageBatch takes at most 10 messages, and all of them together at most 1 MiB.
    private static final int MOST_MESSAGES = 10;
    private static final int MOST_BYTES = 1024 * 1024;

    private final SqsClient sqs;
    private final Queues queues;

    /** For CDI, and for tests with a client of their own. */
    public Outbox(SqsClient sqs, Queues queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** Sends all of them, or fails with IllegalStateException; what was sent by then stays sent. */
    public void send(QueueName queue, List<Outgoing> messages) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        int bytes = 0;
        for (Outgoing message : messages) {
            int size = message.body().getBytes(StandardCharsets.UTF_8).length;
            if (entries.size() == MOST_MESSAGES || (!entries.isEmpty() && bytes + size > MOST_BYTES)) {
                sendBatch(queue, entries);
                entries.clear();
                bytes = 0;
            }
            bytes += size;
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.body())
                    .delaySeconds(message.delaySeconds())
                    .build());
        }
        if (!entries.isEmpty()) {
            sendBatch(queue, entries);
        }
    }

    private void sendBatch(QueueName queue, List<SendMessageBatchRequestEntry> entries) {
        List<BatchResultErrorEntry> failed = sqs.sendMessageBatch(
                        request -> request.queueUrl(queues.url(queue)).entries(List.copyOf(entries)))
                .failed();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("sending to the queue " + queue.word() + ": " + failed.size() + " of "
                    + entries.size() + " refused: " + failed.getFirst().code() + " "
                    + failed.getFirst().message());
        }
    }
}
