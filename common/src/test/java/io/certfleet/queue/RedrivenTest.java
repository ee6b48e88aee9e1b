package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** Messages redriven from a dead-letter queue. */
class RedrivenTest {
    private static final String SWEEP = "{\"type\":\"sweep\"}";

    private final FakeQueue sqs = new FakeQueue();
    private final Queues queues = new Queues(Settings.with("certfleet.check-dlq-url", "http://sqs/1/check-dlq"));
    private final BatchReader reader = new BatchReader(new DeadLetters(sqs, queues));

    private static QueueMessage message(String body, Map<String, String> own) {
        return QueueMessage.of("m1", QueueName.CHECK, body, Map.of(), own, Instant.EPOCH);
    }

    private Map<String, String> attributes() {
        Map<String, MessageAttributeValue> sent = sqs.sent.getLast().messageAttributes();
        return sent.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().stringValue()));
    }

    @Test
    void what_was_rejected_is_rejected_again_however_often_it_is_brought_back() {
        reader.read(List.of(message("{\"type\":\"nonsense\"}", Map.of())));
        assertThat(attributes().get("reason")).contains("unknown");
        // By now it could be read.
        assertThat(reader.read(List.of(message(SWEEP, attributes())))).isEmpty();
        String again = attributes().get("reason");
        assertThat(again).contains("was rejected before: send it anew").contains("unknown");
        assertThat(reader.read(List.of(message(SWEEP, attributes())))).isEmpty();
        assertThat(attributes().get("reason")).isEqualTo(again);
        assertThat(sqs.sent).extracting(SendMessageRequest::messageBody).last().isEqualTo(SWEEP);
    }

    @Test
    void what_only_failed_or_was_never_delivered_is_handled() {
        assertThat(reader.read(List.of(message(SWEEP, Map.of("ERROR_CODE", "NO_PERMISSIONS")))))
                .containsValue(new Message.Sweep());
        assertThat(sqs.sent).isEmpty();
    }

    @Test
    void a_kind_of_message_of_a_later_version_is_handled_after_the_upgrade() {
        reader.read(List.of(message("{\"type\":\"of-tomorrow\",\"v\":1}", Map.of())));
        assertThat(attributes()).containsKeys("reason", "messageId").doesNotContainKey("rejectedFrom");
        assertThat(reader.read(List.of(message(SWEEP, attributes())))).containsValue(new Message.Sweep());
    }

    @Test
    void the_marks_of_a_rejection_are_asked_for() {
        new Inbox(sqs, QueueName.CHECK, "http://sqs/1/check", Duration.ofSeconds(30)).receive(10, 0);
        assertThat(sqs.received.getFirst().messageAttributeNames()).contains("rejectedFrom", "reason");
    }
}
