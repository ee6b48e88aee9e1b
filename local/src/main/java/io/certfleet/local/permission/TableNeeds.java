package io.certfleet.local.permission;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.Account;
import io.certfleet.local.door.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls of DynamoDB need. */
final class TableNeeds {
    private final Account account;

    TableNeeds(Account account) {
        this.account = account;
    }

    Optional<List<Need>> of(Call call) {
        JsonNode request = call.json();
        return switch (call.operation()) {
            case "GetItem",
                    "PutItem",
                    "UpdateItem",
                    "DeleteItem",
                    "Scan",
                    "Query",
                    "DescribeTable",
                    "CreateTable",
                    "UpdateTable",
                    "DeleteTable",
                    "DescribeTimeToLive",
                    "UpdateTimeToLive",
                    "DescribeContinuousBackups" ->
                Optional.of(List.of(need(call, request.path("TableName").asText())));
            case "BatchGetItem", "BatchWriteItem" ->
                Optional.of(request.path("RequestItems")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .map(table -> need(call, table))
                        .toList());
            case "ListTables", "DescribeLimits", "DescribeEndpoints" ->
                Optional.of(List.of(new Need("dynamodb:" + call.operation(), Need.NO_RESOURCE)));
            default -> Optional.empty();
        };
    }

    private Need need(Call call, String table) {
        return new Need(
                "dynamodb:" + call.operation(),
                table.startsWith("arn:") ? table : account.arn("dynamodb", "table/" + table));
    }
}
