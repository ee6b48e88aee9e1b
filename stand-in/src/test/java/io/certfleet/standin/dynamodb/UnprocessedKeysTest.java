package io.certfleet.standin.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** BatchGetItem at the embedded database. */
class UnprocessedKeysTest {
    private static final List<String> HOSTS = List.of("mi-1", "mi-2", "mi-3");
    private static Tables tables;

    @BeforeAll
    static void start() {
        tables = new Tables(Account.standard(), 2);
        HOSTS.forEach(host -> {
            ObjectNode put = Json.object().put("TableName", tables.inventory());
            put.putObject("Item").putObject("hostID").put("S", host);
            assertThat(call("PutItem", put).status()).isEqualTo(200);
        });
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    private static Answer call(String operation, JsonNode request) {
        return tables.answer(Calls.json("issuer", "dynamodb", "DynamoDB_20120810." + operation, request));
    }

    private static ObjectNode request(List<String> hosts) {
        ObjectNode request = Json.object();
        ArrayNode keys = request.putObject("RequestItems")
                .putObject(tables.inventory())
                .put("ConsistentRead", true)
                .putArray("Keys");
        hosts.forEach(host -> keys.addObject().putObject("hostID").put("S", host));
        return request;
    }

    private static List<String> hosts(JsonNode answer) {
        return answer.path("Responses").path(tables.inventory()).findValuesAsText("S");
    }

    @Test
    void one_in_so_many_batches_leaves_half_of_its_keys_for_the_next_call() {
        List<Integer> counts = new ArrayList<>();
        long before = tables.partialAnswers();
        for (int number = 0; number < 4; number++) {
            Answer answer = call("BatchGetItem", request(HOSTS));
            assertThat(answer.headers()).doesNotContainKey(number % 2 == 0 ? "x-amz-crc32" : "none");
            JsonNode body = Json.read(answer.body());
            counts.add(hosts(body).size());
            JsonNode left = body.path("UnprocessedKeys");
            if (number % 2 == 0) {
                assertThat(left.path(tables.inventory()).path("ConsistentRead").asBoolean())
                        .isTrue();
                List<String> all = new ArrayList<>(hosts(body));
                // The keys that were left are a request of their own.
                ObjectNode again = Json.object();
                again.set("RequestItems", left);
                all.addAll(hosts(Json.read(call("BatchGetItem", again).body())));
                assertThat(all).containsExactlyInAnyOrderElementsOf(HOSTS);
            } else {
                assertThat(left).isEmpty();
            }
        }
        assertThat(counts).containsExactly(2, 3, 2, 3);
        assertThat(tables.partialAnswers() - before).isEqualTo(2);
    }

    @Test
    void a_batch_of_one_key_is_answered_whole() {
        for (int number = 0; number < 3; number++) {
            assertThat(hosts(Json.read(
                            call("BatchGetItem", request(List.of("mi-1"))).body())))
                    .containsExactly("mi-1");
        }
    }
}
