package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

class SendingTest {
    private static final int MEBIBYTE = 1_048_576;

    private final FakeQueue sqs = new FakeQueue();
    private final Queues queues = new Queues(Settings.with(
            "certfleet.issue-queue-url", "http://sqs/1/issue", "certfleet.issue-dlq-url", "http://sqs/1/issue-dlq"));
    private final Outbox outbox = new Outbox(sqs, queues);
    private final DeadLetters deadLetters = new DeadLetters(sqs, queues);

    private static QueueMessage message(String body) {
        return new QueueMessage("m1", QueueName.ISSUE, body, Instant.EPOCH, 1);
    }

    private SendMessageRequest rejected(String body, String reason) {
        deadLetters.reject(message(body), reason);
        return sqs.sent.getLast();
    }

    private List<Integer> sizesOfBatches() {
        return sqs.sentBatches.stream().map(batch -> batch.entries().size()).toList();
    }

    @Test
    void ten_messages_are_one_call_and_eleven_are_two() {
        outbox.send(QueueName.ISSUE, Collections.nCopies(10, new Outgoing("{}", 7)));
        assertThat(sizesOfBatches()).containsExactly(10);
        outbox.send(QueueName.ISSUE, Collections.nCopies(11, new Outgoing("{}", 7)));
        assertThat(sizesOfBatches()).containsExactly(10, 10, 1);
        assertThat(sqs.sentBatches).allMatch(batch -> batch.queueUrl().equals("http://sqs/1/issue"));
        assertThat(sqs.sentBatches.getFirst().entries()).allMatch(entry -> entry.delaySeconds() == 7);
    }

    @Test
    void a_mebibyte_is_one_call_and_a_byte_more_is_two() {
        // "é" has two bytes: what counts is not the number of characters.
        String half = "é".repeat(MEBIBYTE / 4);
        outbox.send(QueueName.ISSUE, List.of(new Outgoing(half, 0), new Outgoing(half, 0)));
        assertThat(sizesOfBatches()).containsExactly(2);
        outbox.send(QueueName.ISSUE, List.of(new Outgoing(half, 0), new Outgoing(half + "a", 0)));
        assertThat(sizesOfBatches()).containsExactly(2, 1, 1);
    }

    @Test
    void nothing_to_send_is_not_a_call() {
        outbox.send(QueueName.ISSUE, List.of());
        assertThat(sqs.sentBatches).isEmpty();
    }

    @Test
    void a_message_that_is_refused_fails_by_the_name_of_its_queue() {
        sqs.refused = "InternalError";
        assertThatThrownBy(() -> outbox.send(QueueName.ISSUE, List.of(new Outgoing("{}", 0))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("queue issue")
                .hasMessageContaining("InternalError");
    }

    @Test
    void a_rejected_message_goes_to_its_dead_letter_queue_with_the_reason() {
        SendMessageRequest sent = rejected("{\"type\":\"x\"}", "the type 'x' is unknown");
        assertThat(sent.queueUrl()).isEqualTo("http://sqs/1/issue-dlq");
        assertThat(sent.messageBody()).isEqualTo("{\"type\":\"x\"}");
        assertThat(sent.messageAttributes().get("reason").stringValue()).isEqualTo("the type 'x' is unknown");
        assertThat(sent.messageAttributes().get("rejectedFrom").stringValue()).isEqualTo("issue");
    }

    @Test
    void a_reason_is_cut_and_holds_nothing_that_sqs_refuses() {
        assertThat(rejected("{}", "a\u0000b\u001bc")
                        .messageAttributes()
                        .get("reason")
                        .stringValue())
                .isEqualTo("a?b?c");
        assertThat(rejected("{}", "r".repeat(501))
                        .messageAttributes()
                        .get("reason")
                        .stringValue())
                .hasSize(500);
    }

    @Test
    void a_body_that_leaves_no_room_for_the_reason_is_cut_between_two_characters() {
        String body = "a" + "é".repeat((MEBIBYTE - 2) / 2);
        String sent = rejected(body, "r".repeat(500)).messageBody();
        assertThat(body).startsWith(sent);
        assertThat(sent.getBytes(StandardCharsets.UTF_8).length).isBetween(MEBIBYTE - 4097, MEBIBYTE - 4096);
    }

    @Test
    void a_batch_is_read_in_order_and_what_cannot_be_read_is_rejected() {
        QueueMessage good = message("{\"type\":\"sweep\"}");
        QueueMessage bad = message("{\"type\":\"sweep\",\"now\":true}");
        QueueMessage longest = message(padded(256 * 1024));
        QueueMessage tooLong = message(padded(256 * 1024 + 1));
        assertThat(new BatchReader(deadLetters)
                        .read(List.of(bad, tooLong, longest, good))
                        .keySet())
                .containsExactly(longest, good);
        assertThat(sqs.sent).hasSize(2);
        assertThat(sqs.sent.getFirst().messageAttributes().get("reason").stringValue())
                .contains("now");
        assertThat(sqs.sent.getLast().messageAttributes().get("reason").stringValue())
                .contains("262145");
    }

    private static String padded(int length) {
        String sweep = "{\"type\":\"sweep\"}";
        return sweep + " ".repeat(length - sweep.length());
    }
}
