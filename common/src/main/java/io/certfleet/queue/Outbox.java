package io.certfleet.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages to the queues of Certfleet. */
@ApplicationScoped
public class Outbox {
    // SendMessageBatch takes at most 10 messages; ours are far below 100 KB each, so ten stay below 1 MiB.
    private static final int MOST_MESSAGES = 10;

    private final SqsClient sqs;
    private final Queues queues;

    Outbox(SqsClient sqs, Queues queues) {
        this.sqs = sqs;
        this.queues = queues;
    }

    /** Sends all of them, or fails with IllegalStateException; what was sent by then stays sent. */
    public void send(QueueName queue, List<Outgoing> messages) {
        for (int from = 0; from < messages.size(); from += MOST_MESSAGES) {
            send(queues.url(queue), queue, messages.subList(from, Math.min(messages.size(), from + MOST_MESSAGES)));
        }
    }

    private void send(String url, QueueName queue, List<Outgoing> messages) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (Outgoing message : messages) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.body())
                    .delaySeconds(message.delaySeconds())
                    .build());
        }
        SendMessageBatchResponse response =
                sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
        if (response.hasFailed() && !response.failed().isEmpty()) {
            throw new IllegalStateException("sending to the queue " + queue.word() + ": "
                    + response.failed().size()
                    + " of " + messages.size() + " refused: "
                    + response.failed().getFirst().message());
        }
    }
}
