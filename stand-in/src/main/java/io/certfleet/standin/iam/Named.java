package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/** Action or Resource of a statement: the patterns of which one must match, or by the element's negation none. */
record Named(List<String> patterns, boolean negated) {

    /** Reads the element or its negation, of which a statement has one. */
    static Named of(JsonNode statement, String element, String sid) {
        List<String> some = Texts.of(statement.path(element));
        List<String> allBut = Texts.of(statement.path("Not" + element));
        if (some.isEmpty() == allBut.isEmpty()) {
            throw new IllegalArgumentException(sid + " needs either " + element + " or Not" + element);
        }
        return some.isEmpty() ? new Named(allBut, true) : new Named(some, false);
    }

    boolean match(Predicate<String> pattern) {
        return patterns.stream().anyMatch(pattern) != negated;
    }
}
