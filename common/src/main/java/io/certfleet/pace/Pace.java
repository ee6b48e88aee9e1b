package io.certfleet.pace;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The one pace of the stack: whoever asks hosts for something reserves places first, so many to a second for all.
 *
 * <p>One item of the table holds the next free place. It is read, and written on the condition that it is still what was
 * read: two instances never get the same place. A message that is handled twice reserves twice, which leaves places empty
 * and never fills one doubly.
 */
@ApplicationScoped
public class Pace {
    /** The key of the item; it contains a #, so it is not a host. */
    static final String KEY = "certfleet#pace";
    // Of those who write at the same moment, one succeeds each time.
    private static final int MOST_TRIES = 25;

    private final DynamoDbClient dynamoDb;
    private final String tableName;
    private final int rate;

    /** For CDI, and for tests with a client of their own. */
    public Pace(
            DynamoDbClient dynamoDb,
            @ConfigProperty(name = "certfleet.table-name") String tableName,
            PaceSettings settings) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
        this.rate = settings.rotationRate();
    }

    /**
     * Reserves up to so many places, none of them later than so many seconds from now. Whoever can wait asks for near
     * ones only, which leaves the later ones to those who cannot.
     */
    public Slots reserve(int count, int withinSeconds, Instant now) {
        long second = now.getEpochSecond();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Map<String, AttributeValue> held = read();
            long first = Math.max(second * rate, next(held));
            long free = (second + withinSeconds) * rate - first;
            int given = (int) Math.max(0, Math.min(count, free));
            if (given == 0 || write(held, first + given)) {
                return new Slots(second, first, given, rate);
            }
        }
        throw new IllegalStateException("reserving places: others were faster " + MOST_TRIES + " times");
    }

    private Map<String, AttributeValue> read() {
        return dynamoDb.getItem(
                        request -> request.tableName(tableName).key(key()).consistentRead(true))
                .item();
    }

    /** Second and place are apart: after a change of the rate, instances with the old and the new one agree on the second. */
    private long next(Map<String, AttributeValue> held) {
        if (!held.containsKey("second")) {
            return 0;
        }
        return number(held, "second") * rate + Math.min(rate, number(held, "taken"));
    }

    private boolean write(Map<String, AttributeValue> held, long next) {
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":second", number(next / rate), ":taken", number(next % rate)));
        Map<String, String> names = Map.of("#second", "second", "#taken", "taken");
        String condition = "attribute_not_exists(#second)";
        if (held.containsKey("second")) {
            condition = "#second = :heldSecond AND #taken = :heldTaken";
            values.put(":heldSecond", held.get("second"));
            values.put(":heldTaken", held.get("taken"));
        }
        String unchanged = condition;
        try {
            dynamoDb.updateItem(request -> request.tableName(tableName)
                    .key(key())
                    .updateExpression("SET #second = :second, #taken = :taken")
                    .conditionExpression(unchanged)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> key() {
        return Map.of("hostID", AttributeValue.fromS(KEY));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(item.get(name).n());
    }

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }
}
