package io.certfleet.queue;

import io.certfleet.message.Message;
import io.certfleet.message.Messages;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The queues: keeps what was sent to which, and what was rejected with which reason. */
public final class FakeSqs implements SqsClient {
    private final List<Sent> sent = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();
    private final List<String> rejectedBodies = new ArrayList<>();
    private int failing;

    /** A message that was sent. */
    public record Sent(String queue, Message message, int delaySeconds) {}

    public Outbox outbox() {
        return new Outbox(this, queues());
    }

    public DeadLetters deadLetters() {
        return new DeadLetters(this, queues());
    }

    public BatchReader reader() {
        return new BatchReader(deadLetters());
    }

    private static Queues queues() {
        Map<String, String> values = new HashMap<>();
        for (QueueName queue : QueueName.values()) {
            values.put("certfleet." + queue.word() + "-queue-url", "http://sqs/" + queue.word());
            values.put("certfleet." + queue.word() + "-dlq-url", "http://sqs/" + queue.word() + "-dlq");
        }
        return new Queues(new SmallRyeConfigBuilder().withDefaultValues(values).build());
    }

    /** A message as a service receives it. */
    public static QueueMessage received(String id, QueueName queue, String body) {
        return received(id, queue, body, 1);
    }

    /** A message that was redelivered, received for so many times. */
    public static QueueMessage received(String id, QueueName queue, String body, int receives) {
        return new QueueMessage(id, queue, body, Instant.EPOCH, receives);
    }

    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    public List<Message> messages() {
        return sent.stream().map(Sent::message).toList();
    }

    /** The reasons of what was rejected. */
    public List<String> rejected() {
        return List.copyOf(rejected);
    }

    /** The bodies of what was rejected. */
    public List<String> rejectedBodies() {
        return List.copyOf(rejectedBodies);
    }

    /** So many of the next calls fail. */
    public void fail(int calls) {
        failing = calls;
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        maybeFail();
        request.entries()
                .forEach(entry -> sent.add(new Sent(
                        request.queueUrl().replace("http://sqs/", ""),
                        Messages.read(entry.messageBody()),
                        entry.delaySeconds())));
        return SendMessageBatchResponse.builder().build();
    }

    @Override
    public SendMessageResponse sendMessage(SendMessageRequest request) {
        maybeFail();
        rejected.add(request.messageAttributes().get("reason").stringValue());
        rejectedBodies.add(request.messageBody());
        return SendMessageResponse.builder().build();
    }

    private void maybeFail() {
        if (failing > 0) {
            failing--;
            throw SqsException.builder().message("SQS is away").build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
