package io.certfleet.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Reads one queue: gathers a batch over several receives until it is full or its window is over, hands it on, and
 * deletes what succeeded. So at most one batch is in work, and what failed comes back by itself.
 */
final class QueueLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(QueueLoop.class);
    // ReceiveMessage: at most 10 messages, and at most 20 s of waiting.
    private static final int MOST_MESSAGES = 10;
    private static final int LONGEST_WAIT = 20;

    private final SqsClient sqs;
    private final QueueName queue;
    private final String url;
    private final QueueSettings.Batching batching;
    private final BatchHandler handler;
    private final MeterRegistry metrics;
    private final CountDownLatch stopped = new CountDownLatch(1);

    QueueLoop(
            SqsClient sqs,
            QueueName queue,
            String url,
            QueueSettings.Batching batching,
            BatchHandler handler,
            MeterRegistry metrics) {
        this.sqs = sqs;
        this.queue = queue;
        this.url = url;
        this.batching = batching;
        this.handler = handler;
        this.metrics = metrics;
    }

    QueueName queue() {
        return queue;
    }

    void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void run() {
        while (!isStopped()) {
            try {
                Map<String, Message> batch = gather();
                if (!batch.isEmpty()) {
                    handle(batch);
                }
            } catch (SdkException e) {
                // A queue that cannot be read or written now: the receive below waits, so this is no busy loop.
                LOG.errorf("reading the queue %s: %s", queue.word(), e.getMessage());
                metrics.counter("certfleet.queue.errors", "queue", queue.word()).increment();
                pause();
            }
        }
    }

    /** By message id: SQS may deliver one message twice, and one batch holds it once. */
    private Map<String, Message> gather() {
        Map<String, Message> batch = new LinkedHashMap<>();
        Instant end = Instant.MAX;
        while (batch.size() < batching.size() && !isStopped()) {
            long left = batch.isEmpty()
                    ? LONGEST_WAIT
                    : Math.min(
                            LONGEST_WAIT, Duration.between(Instant.now(), end).toSeconds());
            if (left <= 0 && !batch.isEmpty()) {
                break;
            }
            List<Message> received = receive(Math.min(MOST_MESSAGES, batching.size() - batch.size()), (int) left);
            if (batch.isEmpty() && !received.isEmpty()) {
                end = Instant.now().plus(batching.window());
            }
            received.forEach(message -> batch.put(message.messageId(), message));
            if (received.isEmpty() && batch.isEmpty()) {
                break;
            }
        }
        return batch;
    }

    private List<Message> receive(int most, int waitSeconds) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(Math.toIntExact(batching.visibility().toSeconds()))
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages();
    }

    private void handle(Map<String, Message> batch) {
        Set<String> failed;
        try {
            failed = metrics.timer("certfleet.queue.batch", "queue", queue.word())
                    .record(() -> handler.handle(
                            batch.values().stream().map(this::message).toList()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a batch of %d from the queue %s failed and comes back", batch.size(), queue.word());
            failed = batch.keySet();
        }
        List<Message> done = new ArrayList<>();
        List<Message> notDone = new ArrayList<>();
        for (Message message : batch.values()) {
            (failed.contains(message.messageId()) ? notDone : done).add(message);
        }
        delete(done);
        notDone.forEach(this::giveBack);
        metrics.counter("certfleet.queue.done", "queue", queue.word()).increment(done.size());
        metrics.counter("certfleet.queue.failed", "queue", queue.word()).increment(batch.size() - done.size());
    }

    private QueueMessage message(Message message) {
        Map<MessageSystemAttributeName, String> attributes = message.attributes();
        return new QueueMessage(
                message.messageId(),
                queue,
                message.body(),
                Instant.ofEpochMilli(Long.parseLong(attributes.get(MessageSystemAttributeName.SENT_TIMESTAMP))),
                Integer.parseInt(attributes.get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)));
    }

    /** A failed message comes back after 2, 4, 8 ... seconds, at the latest when its visibility ends. */
    private void giveBack(Message message) {
        long seconds = Math.min(
                batching.visibility().toSeconds(),
                1L << Math.min(20, message(message).receiveCount()));
        sqs.changeMessageVisibility(request -> request.queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(Math.toIntExact(seconds)));
    }

    private void delete(List<Message> done) {
        for (int from = 0; from < done.size(); from += MOST_MESSAGES) {
            List<DeleteMessageBatchRequestEntry> entries =
                    done.subList(from, Math.min(done.size(), from + MOST_MESSAGES)).stream()
                            .map(message -> DeleteMessageBatchRequestEntry.builder()
                                    .id(message.messageId())
                                    .receiptHandle(message.receiptHandle())
                                    .build())
                            .toList();
            var response =
                    sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
            if (response.hasFailed() && !response.failed().isEmpty()) {
                // They come again and change nothing: every handler takes a message twice.
                LOG.warnf(
                        "not deleted from the queue %s: %s",
                        queue.word(),
                        response.failed().stream()
                                .map(failure -> failure.id() + " " + failure.message())
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    /** SQS itself is away: the next try is a second later, or never if the service stops meanwhile. */
    private void pause() {
        try {
            if (stopped.await(1, TimeUnit.SECONDS)) {
                LOG.debugf("the queue %s is read no more", queue.word());
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }
}
