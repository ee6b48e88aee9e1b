package io.certfleet.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** One queue as it is read: receive, hide, delete, in as many calls as SQS's batches of ten need. */
final class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    /** ReceiveMessage, DeleteMessageBatch and ChangeMessageVisibilityBatch take at most 10 messages. */
    static final int MOST_MESSAGES = 10;

    private final SqsClient sqs;
    private final QueueName queue;
    private final String url;
    private final int visibilitySeconds;

    Inbox(SqsClient sqs, QueueName queue, String url, Duration visibility) {
        this.sqs = sqs;
        this.queue = queue;
        this.url = url;
        this.visibilitySeconds = Math.toIntExact(visibility.toSeconds());
    }

    List<Message> receive(int most, int waitSeconds) {
        return sqs.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(Math.min(MOST_MESSAGES, most))
                        .waitTimeSeconds(waitSeconds)
                        .visibilityTimeout(visibilitySeconds)
                        .messageAttributeNames(QueueMessage.REJECTION)
                        .messageSystemAttributeNames(
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                .messages();
    }

    /** Lets the messages be invisible for so many seconds from now. One that cannot be is back when its time is over. */
    void hide(Collection<Message> messages, ToIntFunction<Message> seconds) {
        for (List<Message> ten : tens(messages)) {
            List<ChangeMessageVisibilityBatchRequestEntry> entries = ten.stream()
                    .map(message -> ChangeMessageVisibilityBatchRequestEntry.builder()
                            .id(Integer.toString(ten.indexOf(message)))
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(seconds.applyAsInt(message))
                            .build())
                    .toList();
            report(
                    "not hidden",
                    ten,
                    sqs.changeMessageVisibilityBatch(
                                    request -> request.queueUrl(url).entries(entries))
                            .failed());
        }
    }

    /**
     * Deletes the messages, once more those that SQS fails on: they would come again only when their visibility is over.
     * One that cannot be deleted comes again and changes nothing: every handler takes a message twice.
     */
    void delete(Collection<Message> messages) {
        for (List<Message> ten : tens(messages)) {
            List<Message> left = deleteTen(ten).stream()
                    .filter(failure -> !Boolean.TRUE.equals(failure.senderFault()))
                    .map(failure -> ten.get(Integer.parseInt(failure.id())))
                    .toList();
            if (!left.isEmpty()) {
                deleteTen(left);
            }
        }
    }

    private List<BatchResultErrorEntry> deleteTen(List<Message> ten) {
        List<DeleteMessageBatchRequestEntry> entries = ten.stream()
                .map(message -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(ten.indexOf(message)))
                        .receiptHandle(message.receiptHandle())
                        .build())
                .toList();
        List<BatchResultErrorEntry> failures = sqs.deleteMessageBatch(
                        request -> request.queueUrl(url).entries(entries))
                .failed();
        report("not deleted", ten, failures);
        return failures;
    }

    private void report(String what, List<Message> ten, List<BatchResultErrorEntry> failures) {
        if (!failures.isEmpty()) {
            LOG.warnf(
                    "%s queue=%s reason=%s",
                    what,
                    queue.word(),
                    failures.stream()
                            .map(failure -> ten.get(Integer.parseInt(failure.id()))
                                            .messageId() + " " + failure.code() + " " + failure.message())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static List<List<Message>> tens(Collection<Message> messages) {
        List<Message> all = List.copyOf(messages);
        List<List<Message>> tens = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_MESSAGES) {
            tens.add(all.subList(from, Math.min(all.size(), from + MOST_MESSAGES)));
        }
        return tens;
    }
}
