package io.certfleet.checker;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Who sweeps: one item of the table, so that no sweep starts while one runs. Each of its segments prolongs it and says when
 * it is done; a sweep whose segments got lost ends by itself.
 */
@ApplicationScoped
class SweepLease {
    /** The key of the item; it contains a #, so it is not a host. */
    static final String KEY = "certfleet#sweep";
    /** Longer than a segment waits for its next part, 15 minutes, and the wait for the checker that comes to it. */
    static final Duration LENGTH = Duration.ofMinutes(30);

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    SweepLease(DynamoDbClient dynamoDb, @ConfigProperty(name = "certfleet.table-name") String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * A sweep that runs.
     *
     * @param startedAt when it began
     * @param since when the last sweep that reached every segment had begun
     */
    record Held(Instant startedAt, Optional<Instant> since) {}

    /**
     * Begins a sweep, named by its message: if that comes again, it begins again. Empty while another one runs, which is
     * followed by one more then: whoever asks for a sweep has one that reads what the table holds now.
     */
    Optional<Held> begin(String sweep, Instant now) {
        Map<String, AttributeValue> item = read();
        Optional<String> running = text(item, "sweep");
        boolean isAnothers = running.isPresent()
                && !running.get().equals(sweep)
                && instant(item, "until").filter(now::isBefore).isPresent();
        Change change = isAnothers
                ? new Change("SET #again = :again").with("again", AttributeValue.fromN("1"))
                : new Change("SET #sweep = :sweep, #until = :until, #startedAt = :startedAt REMOVE #done, #again")
                        .with("sweep", AttributeValue.fromS(sweep))
                        .with("until", time(now.plus(LENGTH)))
                        .with("startedAt", time(now))
                        .named("done")
                        .named("again");
        if (!write(change.whileStill("sweep", item).whileStill("until", item))) {
            throw new IllegalStateException("the sweep's lease changed meanwhile; the message is redelivered");
        }
        return isAnothers ? Optional.empty() : Optional.of(new Held(now, instant(item, "completed")));
    }

    /** Prolongs it; empty if this sweep does not run any more. */
    Optional<Held> prolong(String sweep, Instant now) {
        if (!write(new Change("SET #until = :until")
                .with("until", time(now.plus(LENGTH)))
                .during(sweep))) {
            return Optional.empty();
        }
        Map<String, AttributeValue> item = read();
        return Optional.of(new Held(instant(item, "startedAt").orElse(now), instant(item, "completed")));
    }

    /** One of its segments is done; true if nothing runs any more and a sweep was asked for meanwhile. */
    boolean finish(String sweep, int segment, int segments) {
        boolean ours = write(new Change("ADD #done :done")
                .with("done", AttributeValue.fromSs(List.of(Integer.toString(segment))))
                .during(sweep));
        Map<String, AttributeValue> item = read();
        if (ours && item.containsKey("done") && item.get("done").ss().size() >= segments) {
            write(new Change("SET #completed = :completed REMOVE #sweep, #until, #done, #startedAt")
                    .with("completed", item.get("startedAt"))
                    .named("until")
                    .named("done")
                    .named("startedAt")
                    .during(sweep));
            item = read();
        }
        // Also where a crash came between the end and the next sweep: the segment's message comes again then.
        return !item.containsKey("sweep") && item.containsKey("again");
    }

    private Map<String, AttributeValue> read() {
        return dynamoDb.getItem(request -> request.tableName(tableName)
                        .key(Map.of("hostID", AttributeValue.fromS(KEY)))
                        .consistentRead(true))
                .item();
    }

    private boolean write(Change change) {
        try {
            dynamoDb.updateItem(change.request(tableName));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
        return text(item, name).map(Instant::parse);
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromS(time.toString());
    }

    /** One write to the item. */
    private static final class Change {
        private final String expression;
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, AttributeValue> values = new HashMap<>();
        private String condition = "";

        Change(String expression) {
            this.expression = expression;
        }

        Change with(String name, AttributeValue value) {
            values.put(":" + name, value);
            return named(name);
        }

        Change named(String name) {
            names.put("#" + name, name);
            return this;
        }

        /** Holds only while this sweep runs. */
        Change during(String sweep) {
            values.put(":held_sweep", AttributeValue.fromS(sweep));
            return named("sweep").on("#sweep = :held_sweep");
        }

        /** Holds only while the attribute is what was read. */
        Change whileStill(String name, Map<String, AttributeValue> item) {
            named(name);
            if (!item.containsKey(name)) {
                return on("attribute_not_exists(#" + name + ")");
            }
            values.put(":held_" + name, item.get(name));
            return on("#" + name + " = :held_" + name);
        }

        private Change on(String holds) {
            condition += condition.isEmpty() ? holds : " AND " + holds;
            return this;
        }

        UpdateItemRequest request(String tableName) {
            return UpdateItemRequest.builder()
                    .tableName(tableName)
                    .key(Map.of("hostID", AttributeValue.fromS(KEY)))
                    .updateExpression(expression)
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .build();
        }
    }
}
