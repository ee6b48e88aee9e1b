package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls of DynamoDB need. */
final class TableNeeds {
    private static final String PARTITION_KEY = "hostID";

    private final Account account;

    TableNeeds(Account account) {
        this.account = account;
    }

    Optional<List<Need>> of(Call call) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "GetItem", "UpdateItem", "DeleteItem" ->
                Optional.of(List.of(need(call, request.path("TableName").asText(), keys(request.path("Key")))));
            case "PutItem" ->
                Optional.of(List.of(need(call, request.path("TableName").asText(), keys(request.path("Item")))));
            case "Scan", "DescribeTable" ->
                Optional.of(List.of(need(call, request.path("TableName").asText())));
            case "BatchGetItem" ->
                Optional.of(request.path("RequestItems")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .map(table -> need(call, table))
                        .toList());
            default -> Optional.empty();
        };
    }

    private Need need(Call call, String table) {
        return need(call, table, Map.of());
    }

    private Need need(Call call, String table, Map<String, List<String>> context) {
        return new Need(
                "dynamodb:" + call.operation(),
                table.startsWith("arn:") ? table : account.arn("dynamodb", "table/" + table),
                context);
    }

    /** The partition key is the inventory's one: of a call that names an item otherwise there is no key to go by. */
    private static Map<String, List<String>> keys(JsonNode item) {
        JsonNode key = item.path(PARTITION_KEY).path("S");
        return key.isTextual() ? Map.of(ContextKeys.LEADING_KEYS, List.of(key.textValue())) : Map.of();
    }
}
