package io.certfleet.inventory;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** DynamoDB's expressions, as far as the inventory uses them; what is not among them fails the test. */
final class FakeExpressions {
    private static final Pattern LIST_APPEND =
            Pattern.compile("list_append\\(if_not_exists\\((\\S+), (\\S+)\\), (\\S+)\\)");

    private final Map<String, AttributeValue> row;
    private final UpdateItemRequest request;
    private final Set<String> used = new HashSet<>();

    FakeExpressions(Map<String, AttributeValue> row, UpdateItemRequest request) {
        this.row = row;
        this.request = request;
    }

    boolean conditionHolds() {
        boolean holds = true;
        for (String condition : request.conditionExpression().split(" AND ", -1)) {
            holds &= holds(condition);
        }
        return holds;
    }

    private boolean holds(String condition) {
        if (condition.startsWith("(")) {
            boolean holds = false;
            for (String part : condition.substring(1, condition.length() - 1).split(" OR ", -1)) {
                holds |= holds(part);
            }
            return holds;
        }
        if (condition.startsWith("attribute_exists(")) {
            return at(path(argument(condition))).isPresent();
        }
        if (condition.startsWith("attribute_not_exists(")) {
            return at(path(argument(condition))).isEmpty();
        }
        String[] sides = condition.split(" = ", -1);
        AttributeValue value = value(sides[1]);
        return sides[0].startsWith("size(")
                ? at(path(argument(sides[0])))
                        .filter(list -> list.l().size() == Integer.parseInt(value.n()))
                        .isPresent()
                : at(path(sides[0])).filter(value::equals).isPresent();
    }

    private static String argument(String call) {
        return call.substring(call.indexOf('(') + 1, call.length() - 1);
    }

    /** The row after the update. */
    Map<String, AttributeValue> updated() {
        AttributeValue updated = AttributeValue.fromM(row);
        List<List<String>> touched = new ArrayList<>();
        for (String clause : request.updateExpression().split(" (?=REMOVE |ADD |DELETE )", -1)) {
            int blank = clause.indexOf(' ');
            for (String action : clause.substring(blank + 1).split(", (?=#)", -1)) {
                // A comma inside list_append is followed by a value, never by a name.
                String[] words = action.split(" ", 3);
                List<String> path = path(words[0]);
                touched.forEach(other -> requireApart(other, path));
                touched.add(path);
                updated = with(updated, path, result(clause.substring(0, blank), path, words));
            }
        }
        requireAllUsed();
        return updated.m();
    }

    private Optional<AttributeValue> result(String keyword, List<String> path, String[] words) {
        return switch (keyword) {
            case "SET" -> Optional.of(operand(words[2]));
            case "REMOVE" -> Optional.empty();
            case "ADD" -> Optional.of(sum(at(path), value(words[1])));
            case "DELETE" -> difference(at(path), value(words[1]));
            default -> throw new IllegalArgumentException(keyword);
        };
    }

    private AttributeValue operand(String text) {
        Matcher append = LIST_APPEND.matcher(text);
        if (!append.matches()) {
            return value(text);
        }
        AttributeValue old = at(path(append.group(1))).orElse(value(append.group(2)));
        require(old, AttributeValue.Type.L);
        List<AttributeValue> list = new ArrayList<>(old.l());
        // Used also where the list exists.
        value(append.group(2));
        list.addAll(value(append.group(3)).l());
        return AttributeValue.fromL(list);
    }

    private static AttributeValue sum(Optional<AttributeValue> old, AttributeValue added) {
        old.ifPresent(value -> require(value, added.type()));
        if (added.n() != null) {
            return AttributeValue.fromN(
                    new BigDecimal(old.map(AttributeValue::n).orElse("0"))
                            .add(new BigDecimal(added.n()))
                            .toPlainString());
        }
        Set<String> members = new HashSet<>(old.map(AttributeValue::ss).orElse(List.of()));
        members.addAll(added.ss());
        return AttributeValue.fromSs(List.copyOf(members));
    }

    /** A set without members is not one: DynamoDB keeps no empty one. */
    private static Optional<AttributeValue> difference(Optional<AttributeValue> old, AttributeValue deleted) {
        Set<String> members = new HashSet<>(old.map(AttributeValue::ss).orElse(List.of()));
        members.removeAll(deleted.ss());
        return members.isEmpty() ? Optional.empty() : Optional.of(AttributeValue.fromSs(List.copyOf(members)));
    }

    private static void require(AttributeValue value, AttributeValue.Type type) {
        if (value.type() != type) {
            throw new IllegalArgumentException("An operand in the update expression has an incorrect data type");
        }
    }

    private Optional<AttributeValue> at(List<String> path) {
        AttributeValue value = AttributeValue.fromM(row);
        for (String part : path) {
            value = value.m().get(part);
            if (value == null) {
                return Optional.empty();
            }
        }
        return Optional.of(value);
    }

    private static AttributeValue with(AttributeValue map, List<String> path, Optional<AttributeValue> value) {
        Map<String, AttributeValue> copy = new HashMap<>(map.m());
        String first = path.getFirst();
        if (path.size() > 1) {
            if (!copy.containsKey(first) || !copy.get(first).hasM()) {
                throw new IllegalArgumentException("The document path provided in the update expression is invalid");
            }
            copy.put(first, with(copy.get(first), path.subList(1, path.size()), value));
        } else {
            value.ifPresentOrElse(present -> copy.put(first, present), () -> copy.remove(first));
        }
        return AttributeValue.fromM(copy);
    }

    private List<String> path(String placeholders) {
        List<String> path = new ArrayList<>();
        for (String part : placeholders.split("\\.", -1)) {
            if (!part.startsWith("#")) {
                path.add(part);
                continue;
            }
            used.add(part);
            path.add(Optional.ofNullable(request.expressionAttributeNames().get(part))
                    .orElseThrow());
        }
        return path;
    }

    private AttributeValue value(String placeholder) {
        used.add(placeholder);
        return Optional.ofNullable(request.expressionAttributeValues().get(placeholder))
                .orElseThrow();
    }

    private void requireAllUsed() {
        Set<String> unused = new HashSet<>(request.expressionAttributeNames().keySet());
        unused.addAll(request.expressionAttributeValues().keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("Value unused in expressions: " + unused);
        }
    }

    private static void requireApart(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        if (one.subList(0, common).equals(other.subList(0, common))) {
            throw new IllegalArgumentException("Two document paths overlap with each other: " + one + ", " + other);
        }
    }
}
