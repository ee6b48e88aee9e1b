package io.certfleet.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** SQS as far as the entries use it: answers what it was told to, remembers what it was asked; waiting moves its clock. */
final class FakeQueue implements SqsClient, InstantSource {
    /** What happens at one receive. */
    interface Receive {
        List<Message> answer(ReceiveMessageRequest request);
    }

    final Deque<Receive> receives = new ArrayDeque<>();
    final List<ReceiveMessageRequest> received = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();
    final List<String> hidden = new ArrayList<>();
    final List<SendMessageRequest> sent = new ArrayList<>();
    final List<SendMessageBatchRequest> sentBatches = new ArrayList<>();
    final List<Integer> callSizes = new ArrayList<>();
    String refused = "";
    /** Done when nothing has come for 30 receives. */
    Runnable whenEmpty = () -> {};

    private int emptyReceives;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    /** The next receive answers at once with these messages. */
    FakeQueue then(String... ids) {
        receives.add(_ -> message(ids));
        return this;
    }

    /** The next receive answers after so long, or its wait if that is shorter. */
    FakeQueue after(Duration wait, String... ids) {
        receives.add(request -> {
            Duration most = Duration.ofSeconds(request.waitTimeSeconds());
            if (wait.compareTo(most) > 0) {
                pass(most);
                after(wait.minus(most), ids);
                receives.addFirst(receives.removeLast());
                return List.of();
            }
            pass(wait);
            return message(ids);
        });
        return this;
    }

    /** How many messages' visibility was moved so far. */
    synchronized int hides() {
        return hidden.size();
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    static List<Message> message(String... ids) {
        return List.of(ids).stream()
                .map(id -> Message.builder()
                        .messageId(id.replaceFirst("#.*", ""))
                        .body("{}")
                        .receiptHandle("receipt-" + id)
                        .attributes(Map.of(
                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                "1700000000000",
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                id.matches("x\\d+") ? id.substring(1) : "1"))
                        .build())
                .toList();
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        received.add(request);
        Receive next = receives.poll();
        if (next == null) {
            pass(Duration.ofSeconds(request.waitTimeSeconds()));
            if (emptyReceives++ == 30) {
                whenEmpty.run();
            }
            return ReceiveMessageResponse.builder().build();
        }
        return ReceiveMessageResponse.builder().messages(next.answer(request)).build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
        callSizes.add(request.entries().size());
        request.entries().forEach(entry -> deleted.add(entry.receiptHandle()));
        return DeleteMessageBatchResponse.builder().failed(refusal()).build();
    }

    @Override
    public synchronized ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
            ChangeMessageVisibilityBatchRequest request) {
        callSizes.add(request.entries().size());
        request.entries().forEach(entry -> hidden.add(entry.receiptHandle() + " " + entry.visibilityTimeout()));
        return ChangeMessageVisibilityBatchResponse.builder().failed(refusal()).build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        sent.add(request);
        return SendMessageResponse.builder().build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        sentBatches.add(request);
        return SendMessageBatchResponse.builder().failed(refusal()).build();
    }

    private List<BatchResultErrorEntry> refusal() {
        return refused.isEmpty()
                ? List.of()
                : List.of(BatchResultErrorEntry.builder()
                        .id("0")
                        .code(refused)
                        .message("as the test says")
                        .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
