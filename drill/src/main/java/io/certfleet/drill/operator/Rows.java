package io.certfleet.drill.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The inventory as an operator reads and edits it. */
public final class Rows {
    private final Operator operator;
    private final String table;

    public Rows(Operator operator) {
        this.operator = operator;
        this.table = operator.variable("TABLE_NAME");
    }

    /** A new row that holds the host's id; more attributes may be put into it. */
    public static ObjectNode item(String hostId) {
        ObjectNode item = Json.object();
        item.putObject("hostID").put("S", hostId);
        return item;
    }

    /** Puts a row. */
    public void put(ObjectNode item) {
        ObjectNode request = Json.object().put("TableName", table);
        request.set("Item", item);
        operator.dynamoDb("PutItem", request);
    }

    /** Removes an attribute of a row. */
    public void remove(String hostId, String attribute) {
        ObjectNode request = Json.object().put("TableName", table).put("UpdateExpression", "REMOVE " + attribute);
        request.set("Key", item(hostId));
        operator.dynamoDb("UpdateItem", request);
    }

    /** One row. */
    public Row get(String hostId) {
        ObjectNode request = Json.object().put("TableName", table).put("ConsistentRead", true);
        request.set("Key", item(hostId));
        return Row.of(operator.dynamoDb("GetItem", request).path("Item"));
    }

    /** All rows by host; an item whose key contains a # is not a host. */
    public Map<String, Row> all() {
        Map<String, Row> rows = new TreeMap<>();
        ObjectNode request = Json.object().put("TableName", table).put("ConsistentRead", true);
        while (true) {
            JsonNode page = operator.dynamoDb("Scan", request);
            page.path("Items").forEach(item -> {
                Row row = Row.of(item);
                if (!row.hostId().contains("#")) {
                    rows.put(row.hostId(), row);
                }
            });
            if (!page.has("LastEvaluatedKey")) {
                return rows;
            }
            request.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
        }
    }

    /** The rows of some hosts that do not meet a condition. */
    public List<Row> not(List<String> hostIds, Predicate<Row> condition) {
        Map<String, Row> rows = all();
        return hostIds.stream()
                .map(id -> rows.getOrDefault(id, new Row(id, "no row", "", "", "", "", "")))
                .filter(condition.negate())
                .toList();
    }
}
