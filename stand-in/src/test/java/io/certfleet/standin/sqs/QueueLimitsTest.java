package io.certfleet.standin.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueLimitsTest {
    private static final int MEBIBYTE = 1_048_576;

    private static void check(String operation, ObjectNode body) {
        QueueLimits.check(new QueueRequest(operation, true, body));
    }

    private static void assertRefused(String code, String operation, ObjectNode body) {
        assertThatThrownBy(() -> check(operation, body)).isInstanceOfSatisfying(AwsError.class, error -> {
            assertThat(error.status()).isEqualTo(400);
            assertThat(error.code()).isEqualTo(code);
        });
    }

    private static void assertPasses(String operation, ObjectNode body) {
        assertThatCode(() -> check(operation, body)).doesNotThrowAnyException();
    }

    private static ObjectNode batch(String... ids) {
        ObjectNode body = Json.object();
        ArrayNode entries = body.putArray("Entries");
        for (String id : ids) {
            entries.addObject().put("Id", id).put("MessageBody", "x").put("ReceiptHandle", "h");
        }
        return body;
    }

    private static String[] ids(int count) {
        return IntStream.range(0, count).mapToObj(number -> "id-" + number).toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"})
    void a_batch_has_one_to_ten_entries_with_ids_of_their_own(String operation) {
        assertRefused("EmptyBatchRequest", operation, batch());
        assertRefused("EmptyBatchRequest", operation, Json.object());
        assertPasses(operation, batch(ids(10)));
        assertRefused("TooManyEntriesInBatchRequest", operation, batch(ids(11)));
        assertRefused("BatchEntryIdsNotDistinct", operation, batch("a", "b", "a"));
        assertPasses(operation, batch("a".repeat(80), "A-z_9"));
        for (String id : new String[] {"", "a b", "a.b", "a".repeat(81)}) {
            assertRefused("InvalidBatchEntryId", operation, batch(id));
        }
    }

    @Test
    void a_message_and_a_batch_have_at_most_a_mebibyte() {
        assertPasses("SendMessage", Json.object().put("MessageBody", "x".repeat(MEBIBYTE)));
        assertRefused(
                "InvalidParameterValue", "SendMessage", Json.object().put("MessageBody", "x".repeat(MEBIBYTE + 1)));
        assertRefused(
                "InvalidParameterValue",
                "SendMessage",
                Json.object().put("MessageBody", "\u00e9".repeat(MEBIBYTE / 2 + 1)));
        ObjectNode two = batch("a", "b");
        ((ObjectNode) two.at("/Entries/0")).put("MessageBody", "x".repeat(MEBIBYTE - 1));
        assertPasses("SendMessageBatch", two);
        ((ObjectNode) two.at("/Entries/1")).put("MessageBody", "xx");
        assertRefused("BatchRequestTooLong", "SendMessageBatch", two);
    }

    @Test
    void attributes_count_too() {
        ObjectNode message = Json.object().put("MessageBody", "x".repeat(MEBIBYTE - 15));
        message.putObject("MessageAttributes")
                .putObject("reason")
                .put("DataType", "String")
                .put("StringValue", "123");
        assertPasses("SendMessage", message);
        message.put("MessageBody", "x".repeat(MEBIBYTE - 14));
        assertRefused("InvalidParameterValue", "SendMessage", message);
    }

    @Test
    void a_message_has_a_body_of_characters_that_xml_knows() {
        assertRefused("MissingParameter", "SendMessage", Json.object());
        assertRefused("InvalidMessageContents", "SendMessage", Json.object().put("MessageBody", "\u0001"));
        assertPasses("SendMessage", Json.object().put("MessageBody", "\t\r\n \uD83D\uDE00"));
    }

    @ParameterizedTest
    @CsvSource({
        "SendMessage, DelaySeconds, 0, 900",
        "ReceiveMessage, MaxNumberOfMessages, 1, 10",
        "ReceiveMessage, WaitTimeSeconds, 0, 20",
        "ReceiveMessage, VisibilityTimeout, 0, 43200",
        "ChangeMessageVisibility, VisibilityTimeout, 0, 43200"
    })
    void numbers_have_their_bounds(String operation, String name, int least, int most) {
        ObjectNode request = Json.object().put("MessageBody", "x");
        for (int good : new int[] {least, most}) {
            assertPasses(operation, request.put(name, good));
        }
        for (JsonNode bad : new JsonNode[] {
            Json.object().put("n", least - 1).get("n"),
            Json.object().put("n", most + 1).get("n"),
            Json.object().put("n", "many").get("n")
        }) {
            request.set(name, bad);
            assertRefused("InvalidParameterValue", operation, request);
        }
    }

    @Test
    void a_visibility_to_change_is_said() {
        assertRefused("MissingParameter", "ChangeMessageVisibility", Json.object());
    }
}
