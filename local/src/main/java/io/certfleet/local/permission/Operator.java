package io.certfleet.local.permission;

import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The condition operators that Certfleet's policies may use. */
enum Operator {
    STRING_EQUALS("StringEquals", false, String::equals),
    STRING_NOT_EQUALS("StringNotEquals", true, String::equals),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, String::equalsIgnoreCase),
    STRING_LIKE("StringLike", false, Wildcard::matches),
    STRING_NOT_LIKE("StringNotLike", true, Wildcard::matches),
    // "ArnEquals and ArnLike behave identically", the negated ones too: IAM user guide.
    ARN_EQUALS("ArnEquals", false, Wildcard::matchesArn),
    ARN_LIKE("ArnLike", false, Wildcard::matchesArn),
    ARN_NOT_EQUALS("ArnNotEquals", true, Wildcard::matchesArn),
    ARN_NOT_LIKE("ArnNotLike", true, Wildcard::matchesArn),
    BOOL("Bool", false, String::equalsIgnoreCase),
    NULL("Null", false, (value, given) -> false);

    private final String word;
    private final boolean negated;
    private final BiPredicate<String, String> match;

    Operator(String word, boolean negated, BiPredicate<String, String> match) {
        this.word = word;
        this.negated = negated;
        this.match = match;
    }

    /** The operator of a policy; fails on one that is not known, so that no policy is read as it is not meant. */
    static Operator named(String word) {
        return Stream.of(values())
                .filter(operator -> operator.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the stand-in does not know the condition operator " + word));
    }

    /** Whether it holds where no value matches. */
    boolean negated() {
        return negated;
    }

    /** Whether a request's value matches a policy's, the negation left aside. */
    boolean matches(String value, String given) {
        return match.test(value, given);
    }
}
