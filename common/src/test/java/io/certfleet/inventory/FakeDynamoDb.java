package io.certfleet.inventory;

import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostItem;
import io.certfleet.rotation.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The table in memory: evaluates the expressions that {@link Update} writes, as strictly as DynamoDB does. */
public final class FakeDynamoDb implements DynamoDbClient {
    public static final String TABLE = "certfleet-inventory";

    private final Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
    private final List<Runnable> meanwhile = new ArrayList<>();
    private Predicate<UpdateItemRequest> failing = _ -> false;

    public Inventory inventory() {
        return new Inventory(this, TABLE);
    }

    public void put(Row row) {
        Map<String, AttributeValue> attributes = row.attributes();
        rows.put(attributes.get("hostID").s(), attributes);
    }

    public void delete(String hostId) {
        rows.remove(hostId);
    }

    /** The row as an item; fails if there is none. */
    public Map<String, AttributeValue> row(String hostId) {
        return Optional.ofNullable(rows.get(hostId)).orElseThrow();
    }

    /** The row as the services read it. */
    public Host host(String hostId) {
        return HostItem.host(row(hostId));
    }

    public boolean has(String hostId) {
        return rows.containsKey(hostId);
    }

    /** Something that happens after the next read and before the next write: a race, in a fixed order. */
    public void beforeNextWrite(Runnable event) {
        meanwhile.add(event);
    }

    /** The next write of this kind fails. */
    public void failOnce(Predicate<UpdateItemRequest> write) {
        failing = write;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        requireConsistent(request.consistentRead());
        Map<String, AttributeValue> row = rows.get(request.key().get("hostID").s());
        return row == null
                ? GetItemResponse.builder().build()
                : GetItemResponse.builder().item(row).build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        Map<String, List<Map<String, AttributeValue>>> found = new HashMap<>();
        request.requestItems().forEach((table, keys) -> {
            requireConsistent(keys.consistentRead());
            if (keys.keys().isEmpty() || keys.keys().size() > 100) {
                throw new IllegalArgumentException("BatchGetItem takes 1 to 100 keys");
            }
            found.put(
                    table,
                    keys.keys().stream()
                            .map(key -> rows.get(key.get("hostID").s()))
                            .filter(row -> row != null)
                            .toList());
        });
        return BatchGetItemResponse.builder().responses(found).build();
    }

    /** In the order of the ids; a segment is told by the id, whatever rows come and go. */
    @Override
    public ScanResponse scan(ScanRequest request) {
        requireConsistent(request.consistentRead());
        List<String> ids = new ArrayList<>(new TreeSet<>(rows.keySet()));
        List<String> left = ids.stream()
                .filter(id -> Math.floorMod(id.hashCode(), request.totalSegments()) == request.segment())
                .filter(id -> !request.hasExclusiveStartKey()
                        || id.compareTo(request.exclusiveStartKey()
                                        .get("hostID")
                                        .s())
                                > 0)
                .toList();
        List<String> page = left.subList(0, Math.min(request.limit(), left.size()));
        ScanResponse.Builder response =
                ScanResponse.builder().items(page.stream().map(rows::get).toList());
        // DynamoDB names a last key whenever it stopped at the limit, also if nothing comes after it.
        return page.size() < request.limit()
                ? response.build()
                : response.lastEvaluatedKey(Map.of("hostID", AttributeValue.fromS(page.getLast())))
                        .build();
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        List<Runnable> events = List.copyOf(meanwhile);
        meanwhile.clear();
        events.forEach(Runnable::run);
        if (failing.test(request)) {
            failing = _ -> false;
            throw DynamoDbException.builder().message("throttled").build();
        }
        String hostId = request.key().get("hostID").s();
        Map<String, AttributeValue> row = rows.getOrDefault(hostId, Map.of());
        FakeExpressions expressions = new FakeExpressions(row, request);
        if (!expressions.conditionHolds()) {
            throw ConditionalCheckFailedException.builder()
                    .message("The conditional request failed")
                    .build();
        }
        // An item that the update makes has its key.
        Map<String, AttributeValue> updated = new HashMap<>(expressions.updated());
        updated.putAll(request.key());
        rows.put(hostId, updated);
        return UpdateItemResponse.builder().build();
    }

    private static void requireConsistent(Boolean consistentRead) {
        if (!Boolean.TRUE.equals(consistentRead)) {
            throw new IllegalArgumentException("a read that decides must be strongly consistent");
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
