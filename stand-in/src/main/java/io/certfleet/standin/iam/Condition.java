package io.certfleet.standin.iam;

import java.util.List;
import java.util.Optional;

/**
 * One condition of a statement.
 *
 * @param values of which one must match, or none if the operator is a negated one
 */
record Condition(Operator operator, Quantifier quantifier, boolean ifExists, String key, List<String> values) {
    private static final String IF_EXISTS = "IfExists";

    /** What an operator means for a key with several values. */
    enum Quantifier {
        ONE_VALUE(""),
        ANY_VALUE("ForAnyValue:"),
        ALL_VALUES("ForAllValues:");

        private final String prefix;

        Quantifier(String prefix) {
            this.prefix = prefix;
        }
    }

    Condition {
        values = List.copyOf(values);
        if (!ContextKeys.isKnown(key)) {
            throw new IllegalArgumentException("the stand-in does not know the condition key " + key);
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the condition on " + key + " has no value");
        }
    }

    /** Reads, for example, {@code ForAnyValue:StringLikeIfExists}; refuses an operator that is not known. */
    static Condition of(String name, String key, List<String> values) {
        Quantifier quantifier = Quantifier.ONE_VALUE;
        for (Quantifier some : List.of(Quantifier.ANY_VALUE, Quantifier.ALL_VALUES)) {
            if (name.startsWith(some.prefix)) {
                quantifier = some;
            }
        }
        String rest = name.substring(quantifier.prefix.length());
        boolean ifExists = rest.endsWith(IF_EXISTS);
        String operator = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
        return new Condition(Operator.named(operator), quantifier, ifExists, key, values);
    }

    /** Whether a request meets it. */
    boolean holds(Request request) {
        Optional<List<String>> given = request.values(key);
        if (operator == Operator.NULL) {
            return values.contains(Boolean.toString(given.isEmpty()));
        }
        if (given.isEmpty()) {
            // "If the key that you specify in a policy condition is not present in the request context, the values do
            // not match and the condition is false", negated operators and ForAllValues true: IAM user guide.
            return ifExists
                    || quantifier == Quantifier.ALL_VALUES
                    || (quantifier == Quantifier.ONE_VALUE && operator.negated());
        }
        return switch (quantifier) {
            case ONE_VALUE -> given.get().size() == 1 && matches(given.get().getFirst());
            case ANY_VALUE -> given.get().stream().anyMatch(this::matches);
            case ALL_VALUES -> given.get().stream().allMatch(this::matches);
        };
    }

    private boolean matches(String given) {
        return values.stream().anyMatch(value -> operator.matches(value, given)) != operator.negated();
    }
}
