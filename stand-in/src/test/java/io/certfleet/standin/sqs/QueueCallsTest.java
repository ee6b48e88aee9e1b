package io.certfleet.standin.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueCallsTest {
    private QueueFixture sqs;

    @BeforeEach
    void start() {
        sqs = new QueueFixture(0);
    }

    @AfterEach
    void stop() {
        sqs.close();
    }

    private ObjectNode visibility(String handle, int seconds) {
        return sqs.request().put("ReceiptHandle", handle).put("VisibilityTimeout", seconds);
    }

    private ObjectNode batch(List<String> handles, int... seconds) {
        ObjectNode request = sqs.request();
        ArrayNode entries = request.putArray("Entries");
        for (int number = 0; number < handles.size(); number++) {
            ObjectNode entry = entries.addObject().put("Id", "e" + number).put("ReceiptHandle", handles.get(number));
            if (seconds.length > 0) {
                entry.put("VisibilityTimeout", seconds[number]);
            }
        }
        return request;
    }

    @Test
    void a_message_is_kept_as_long_as_its_queue_says() {
        sqs.call("SendMessage", sqs.request().put("MessageBody", "old"));
        sqs.pass(Duration.ofSeconds(QueueFixture.RETENTION - 30));
        JsonNode kept = sqs.call("ReceiveMessage", sqs.request().put("VisibilityTimeout", 0));
        assertThat(kept.path("Messages")).hasSize(1);
        sqs.pass(Duration.ofSeconds(30));
        assertThat(sqs.call("ReceiveMessage", sqs.request()).path("Messages")).isEmpty();
        JsonNode attributes = sqs.call(
                        "GetQueueAttributes",
                        sqs.request()
                                .<ObjectNode>set(
                                        "AttributeNames",
                                        sqs.request().arrayNode().add("All")))
                .path("Attributes");
        assertThat(attributes.path("ApproximateNumberOfMessages").asText()).isEqualTo("0");
        assertThat(attributes.path("ApproximateNumberOfMessagesNotVisible").asText())
                .isEqualTo("0");
    }

    @Test
    void a_queue_says_how_long_it_keeps_messages_and_is_not_set_otherwise() {
        ObjectNode asked = sqs.request();
        asked.putArray("AttributeNames").add("All");
        assertThat(sqs.call("GetQueueAttributes", asked)
                        .at("/Attributes/MessageRetentionPeriod")
                        .asText())
                .isEqualTo("3600");
        assertThat(sqs.refusal("SetQueueAttributes", sqs.request()).code()).isEqualTo("UnknownOperationException");
    }

    @Test
    void a_message_that_is_visible_again_is_not_in_flight() {
        String handle = sqs.received("m");
        sqs.call("ChangeMessageVisibility", visibility(handle, 120));
        sqs.pass(Duration.ofSeconds(119));
        sqs.call("ChangeMessageVisibility", visibility(handle, 10));
        sqs.pass(Duration.ofSeconds(11));
        assertThat(sqs.refusal("ChangeMessageVisibility", visibility(handle, 10))
                        .code())
                .isEqualTo("MessageNotInflight");
    }

    @Test
    void a_message_is_hidden_for_twelve_hours_at_most_in_all() {
        String handle = sqs.received("m");
        assertThat(sqs.refusal("ChangeMessageVisibility", visibility(handle, 43_201))
                        .code())
                .isEqualTo("InvalidParameterValue");
        sqs.pass(Duration.ofSeconds(50));
        sqs.call("ChangeMessageVisibility", visibility(handle, 43_100));
        assertThat(sqs.refusal("ChangeMessageVisibility", visibility(handle, 43_200)))
                .hasMessageContaining("Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
    }

    @Test
    void a_handle_that_was_never_given_is_invalid() {
        assertThat(sqs.refusal("ChangeMessageVisibility", visibility("nonsense", 1))
                        .code())
                .isEqualTo("ReceiptHandleIsInvalid");
        assertThat(sqs.refusal("DeleteMessage", sqs.request().put("ReceiptHandle", "nonsense"))
                        .code())
                .isEqualTo("ReceiptHandleIsInvalid");
    }

    @Test
    void an_older_client_is_refused_what_others_are_and_with_the_same_codes() {
        assertThat(sqs.queryRefusal(
                                "SendMessageBatch",
                                Map.of(
                                        "SendMessageBatchRequestEntry.1.Id", "a",
                                        "SendMessageBatchRequestEntry.1.MessageBody", "x",
                                        "SendMessageBatchRequestEntry.2.Id", "a",
                                        "SendMessageBatchRequestEntry.2.MessageBody", "y"))
                        .code())
                .isEqualTo("BatchEntryIdsNotDistinct");
        assertThat(sqs.queryRefusal("SendMessageBatch", Map.of()).code()).isEqualTo("EmptyBatchRequest");
        assertThat(sqs.queryRefusal("DeleteMessage", Map.of("ReceiptHandle", "x"))
                        .code())
                .isEqualTo("ReceiptHandleIsInvalid");
    }

    @Test
    void entries_of_a_batch_fail_by_themselves() {
        List<String> handles = List.of(sqs.received("a"), sqs.received("b"), sqs.received("c"));
        sqs.call("ChangeMessageVisibility", visibility(handles.get(1), 0));
        JsonNode answer = sqs.call("ChangeMessageVisibilityBatch", batch(handles, 30, 30, 50_000));
        assertThat(answer.path("Successful").findValuesAsText("Id")).containsExactly("e0");
        assertThat(answer.path("Failed").findValuesAsText("Code"))
                .containsExactlyInAnyOrder("MessageNotInflight", "InvalidParameterValue");
        assertThat(answer.path("Failed").findValuesAsText("SenderFault")).containsOnly("true");
    }

    @Test
    void an_entry_with_a_wrong_delay_fails_and_the_others_are_sent() {
        ObjectNode request = sqs.request();
        ArrayNode entries = request.putArray("Entries");
        entries.addObject().put("Id", "a").put("MessageBody", "x").put("DelaySeconds", 901);
        entries.addObject().put("Id", "b").put("MessageBody", "x");
        JsonNode answer = sqs.call("SendMessageBatch", request);
        assertThat(answer.path("Failed").findValuesAsText("Id")).containsExactly("a");
        assertThat(answer.path("Successful").findValuesAsText("Id")).containsExactly("b");
    }

    @Test
    void one_in_so_many_batches_has_an_entry_that_fails_and_can_be_sent_again() {
        sqs.close();
        sqs = new QueueFixture(2);
        for (int number = 0; number < 4; number++) {
            ObjectNode request = sqs.request();
            ArrayNode entries = request.putArray("Entries");
            entries.addObject().put("Id", "a").put("MessageBody", "x");
            entries.addObject().put("Id", "b").put("MessageBody", "x");
            JsonNode answer = sqs.call("SendMessageBatch", request);
            assertThat(answer.path("Successful")).hasSize(number % 2 == 0 ? 1 : 2);
            assertThat(answer.path("Failed").findValuesAsText("SenderFault"))
                    .isEqualTo(number % 2 == 0 ? List.of("false") : List.of());
        }
        assertThat(sqs.queues().partialAnswers()).isEqualTo(2);
    }
}
