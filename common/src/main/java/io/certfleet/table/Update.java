package io.certfleet.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One write to a host's row: its own attributes only, and only while its conditions hold. Paths are written as in
 * {@code rotation.commandId}. The row must exist, so a deleted one stays deleted.
 *
 * <p>DynamoDB refuses to add to an attribute of another type, and no condition on what was read holds for one that could not
 * be. Of a host whose row has such attributes, the conditions are on what is written there, and adding sets.
 */
public final class Update {
    private final String hostId;
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> deletes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeValue> values = new HashMap<>();

    private final Map<String, AttributeValue> row;
    private final Map<String, AttributeValue> misread = new HashMap<>();
    private final Map<String, Collection<String>> readable = new HashMap<>();
    private final Set<String> asRead = new HashSet<>();

    private Update(String hostId, Map<String, AttributeValue> row) {
        this.hostId = hostId;
        this.row = row;
    }

    /** A write to the item with this key, of which nothing was read. */
    public static Update of(String hostId) {
        return new Update(hostId, Map.of()).condition("attribute_exists(hostID)");
    }

    /** A write to an item that is not a host, whose every write counts its version up: 0 if there is none yet. */
    public static Update beside(String key, int version) {
        return new Update(key, Map.of()).when("version", version).set("version", version + 1);
    }

    /**
     * A write to the item that was read.
     *
     * @param misread its attributes that are not what they must be
     * @param readable of its sets the members that could be read
     */
    public static Update of(
            String hostId,
            Map<String, AttributeValue> row,
            Set<String> misread,
            Map<String, Collection<String>> readable) {
        Update update = new Update(hostId, row).condition("attribute_exists(hostID)");
        misread.forEach(attribute -> update.misread.put(attribute, row.get(attribute)));
        update.readable.putAll(readable);
        return update;
    }

    /** Holds only while this attribute is what was read, whatever that was. */
    public Update whenAsRead(String attribute) {
        if (!asRead.add(attribute)) {
            return this;
        }
        AttributeValue value = row.get(attribute);
        return value == null
                ? condition("attribute_not_exists(" + name(attribute) + ")")
                : condition(name(attribute) + " = " + value(value));
    }

    private boolean isMisread(String path) {
        return misread.containsKey(path.split("\\.", 2)[0]);
    }

    private Update whenAsWritten(String path) {
        return whenAsRead(path.split("\\.", 2)[0]);
    }

    /** Holds only if the attribute has this value. */
    public Update when(String path, String value) {
        return isMisread(path)
                ? whenAsWritten(path)
                : condition(name(path) + " = " + value(AttributeValue.fromS(value)));
    }

    /** Holds only if the attribute has this value, or is absent and none is given. */
    public Update when(String path, Optional<String> value) {
        return value.isPresent() ? when(path, value.get()) : whenAbsent(path);
    }

    /** Holds only if the attribute has this number; an absent one counts as 0. */
    public Update when(String path, int number) {
        if (isMisread(path)) {
            return whenAsWritten(path);
        }
        String equal = name(path) + " = " + value(AttributeValue.fromN(Integer.toString(number)));
        return condition(number == 0 ? "(attribute_not_exists(" + name(path) + ") OR " + equal + ")" : equal);
    }

    /** Holds only if there is no such attribute. */
    public Update whenAbsent(String path) {
        return isMisread(path) ? whenAsWritten(path) : condition("attribute_not_exists(" + name(path) + ")");
    }

    /** Holds only if the list has this length; an absent list has none. */
    public Update whenSize(String path, int size) {
        if (isMisread(path)) {
            return whenAsWritten(path);
        }
        String equal = "size(" + name(path) + ") = " + value(AttributeValue.fromN(Integer.toString(size)));
        return condition(size == 0 ? "(attribute_not_exists(" + name(path) + ") OR " + equal + ")" : equal);
    }

    /** Sets an attribute. */
    public Update set(String path, String text) {
        return set(path, AttributeValue.fromS(text));
    }

    /** Sets an attribute to a time, to the millisecond: a request and a claim may fall into one second. */
    public Update set(String path, Instant time) {
        return set(path, time.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** Sets an attribute to a number. */
    public Update set(String path, long number) {
        return set(path, AttributeValue.fromN(Long.toString(number)));
    }

    /** Sets an attribute to a map. */
    public Update set(String path, Map<String, AttributeValue> map) {
        return set(path, AttributeValue.fromM(map));
    }

    /** Appends to a list, whatever it holds by then. */
    public Update append(String path, AttributeValue entry) {
        if (isMisread(path) && !misread.get(path).hasL()) {
            return set(path, AttributeValue.fromL(List.of(entry)));
        }
        String empty = value(AttributeValue.fromL(List.of()));
        String added = value(AttributeValue.fromL(List.of(entry)));
        sets.add(name(path) + " = list_append(if_not_exists(" + name(path) + ", " + empty + "), " + added + ")");
        return this;
    }

    /** Adds to a set of strings; none changes nothing. */
    public Update add(String path, Collection<String> members) {
        if (members.isEmpty()) {
            return this;
        }
        if (isMisread(path)) {
            Set<String> all = new HashSet<>(members);
            all.addAll(readable.getOrDefault(path, List.of()));
            return set(path, AttributeValue.fromSs(List.copyOf(all)));
        }
        adds.add(name(path) + " " + value(AttributeValue.fromSs(List.copyOf(members))));
        return this;
    }

    /** Takes members out of a set of strings; none changes nothing. */
    public Update delete(String path, Collection<String> members) {
        // What was read of another collection is not a set to take anything out of.
        if (!members.isEmpty() && !isMisread(path)) {
            deletes.add(name(path) + " " + value(AttributeValue.fromSs(List.copyOf(members))));
        }
        return this;
    }

    /** Adds to a number; an absent one counts as 0. */
    public Update add(String path, int number) {
        if (isMisread(path)) {
            return set(path, number);
        }
        adds.add(name(path) + " " + value(AttributeValue.fromN(Integer.toString(number))));
        return this;
    }

    /** Removes attributes; absent ones are not an error. */
    public Update remove(String... paths) {
        Arrays.stream(paths).map(this::name).forEach(removes::add);
        return this;
    }

    /** Sets an attribute. */
    public Update set(String path, AttributeValue value) {
        sets.add(name(path) + " = " + value(value));
        return this;
    }

    private Update condition(String condition) {
        conditions.add(condition);
        return this;
    }

    /** The key of the item. */
    public String hostId() {
        return hostId;
    }

    /** As a request to DynamoDB. */
    public UpdateItemRequest request(String tableName) {
        StringBuilder expression = new StringBuilder();
        clause(expression, "SET", sets);
        clause(expression, "REMOVE", removes);
        clause(expression, "ADD", adds);
        clause(expression, "DELETE", deletes);
        return UpdateItemRequest.builder()
                .tableName(tableName)
                .key(Map.of("hostID", AttributeValue.fromS(hostId)))
                .updateExpression(expression.toString().strip())
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names.isEmpty() ? null : names)
                .expressionAttributeValues(values.isEmpty() ? null : values)
                .build();
    }

    private static void clause(StringBuilder expression, String keyword, List<String> actions) {
        if (!actions.isEmpty()) {
            expression
                    .append(keyword)
                    .append(' ')
                    .append(String.join(", ", actions))
                    .append(' ');
        }
    }

    /** Every name goes through a placeholder: several of ours are reserved words of DynamoDB. */
    private String name(String path) {
        return Arrays.stream(path.split("\\.", -1))
                .map(part -> {
                    names.put("#" + part, part);
                    return "#" + part;
                })
                .collect(Collectors.joining("."));
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
