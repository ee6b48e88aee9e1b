package io.certfleet.inventory;

import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostItem;
import io.certfleet.table.Update;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The table of hosts: one item per host, read strongly consistent, written one conditional {@link Update} at a time. Items
 * whose key contains a {@code #} are not hosts, and are never answered as such.
 */
@ApplicationScoped
public class Inventory {
    // BatchGetItem takes at most 100 keys (DynamoDB API reference).
    private static final int MOST_KEYS = 100;
    private static final String NOT_A_HOST = "#";

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    Inventory(DynamoDbClient dynamoDb, @ConfigProperty(name = "certfleet.table-name") String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * A page of a segment of the table.
     *
     * @param besides its items that are not hosts, as they are written
     * @param next where to go on, empty at the end
     */
    public record Page(List<Host> hosts, List<Map<String, AttributeValue>> besides, Optional<String> next) {}

    /** An item that is not a host, as it is written; empty if there is none. */
    public Optional<Map<String, AttributeValue>> item(String key) {
        return Optional.of(dynamoDb.getItem(
                        request -> request.tableName(tableName).key(key(key)).consistentRead(true)))
                .filter(response -> response.hasItem() && !response.item().isEmpty())
                .map(GetItemResponse::item);
    }

    /** Items that are not hosts, as they are written, by their keys. */
    public Map<String, Map<String, AttributeValue>> items(Collection<String> keys) {
        Map<String, Map<String, AttributeValue>> found = new HashMap<>();
        read(Set.copyOf(keys), item -> found.put(item.get("hostID").s(), item));
        return found;
    }

    /** One host's row; empty if there is none. */
    public Optional<Host> find(String hostId) {
        if (!isHost(hostId)) {
            return Optional.empty();
        }
        return Optional.of(dynamoDb.getItem(
                        request -> request.tableName(tableName).key(key(hostId)).consistentRead(true)))
                .filter(response -> response.hasItem() && !response.item().isEmpty())
                .map(response -> HostItem.host(response.item()));
    }

    /** The rows of these hosts; ids without a row are missing in the answer. */
    public Map<String, Host> find(Collection<String> hostIds) {
        Map<String, Host> found = new HashMap<>();
        read(
                hostIds.stream().filter(Inventory::isHost).collect(Collectors.toSet()),
                item -> found.put(item.get("hostID").s(), HostItem.host(item)));
        return found;
    }

    private void read(Set<String> ids, Consumer<Map<String, AttributeValue>> each) {
        List<Map<String, AttributeValue>> wanted =
                ids.stream().map(Inventory::key).toList();
        for (int from = 0; from < wanted.size(); from += MOST_KEYS) {
            List<Map<String, AttributeValue>> keys = wanted.subList(from, Math.min(wanted.size(), from + MOST_KEYS));
            while (!keys.isEmpty()) {
                BatchGetItemResponse response = read(keys);
                response.responses().getOrDefault(tableName, List.of()).forEach(each);
                List<Map<String, AttributeValue>> rest = Optional.ofNullable(
                                response.unprocessedKeys().get(tableName))
                        .map(KeysAndAttributes::keys)
                        .orElse(List.of());
                if (rest.size() == keys.size()) {
                    throw new IllegalStateException("reading the inventory: DynamoDB processed none of " + rest.size()
                            + " keys; the messages are redelivered");
                }
                keys = rest;
            }
        }
    }

    private BatchGetItemResponse read(List<Map<String, AttributeValue>> keys) {
        KeysAndAttributes request =
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
        return dynamoDb.batchGetItem(batch -> batch.requestItems(Map.of(tableName, request)));
    }

    /** The next page of a segment, after a key. */
    public Page page(int segment, int segments, Optional<String> after, int limit) {
        ScanRequest.Builder scan = ScanRequest.builder()
                .tableName(tableName)
                .consistentRead(true)
                .segment(segment)
                .totalSegments(segments)
                .limit(limit);
        after.ifPresent(hostId -> scan.exclusiveStartKey(key(hostId)));
        ScanResponse response = dynamoDb.scan(scan.build());
        List<Host> hosts = response.items().stream()
                .filter(item -> isHost(item.get("hostID").s()))
                .map(HostItem::host)
                .toList();
        Optional<String> next =
                response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty()
                        ? Optional.of(response.lastEvaluatedKey().get("hostID").s())
                        : Optional.empty();
        List<Map<String, AttributeValue>> besides = response.items().stream()
                .filter(item -> !isHost(item.get("hostID").s()))
                .toList();
        return new Page(hosts, besides, next);
    }

    /** Writes; false if a condition did not hold, so that the row has a newer truth or is gone. */
    public boolean write(Update update) {
        try {
            dynamoDb.updateItem(update.request(tableName));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static boolean isHost(String key) {
        return !key.contains(NOT_A_HOST);
    }

    private static Map<String, AttributeValue> key(String hostId) {
        return Map.of("hostID", AttributeValue.fromS(hostId));
    }
}
