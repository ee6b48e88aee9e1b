package io.certfleet.standin.iam;

import java.util.stream.Stream;

/** The condition operators that Certfleet's policies may use. */
enum Operator {
    STRING_EQUALS("StringEquals", Comparison.EQUAL, false),
    STRING_NOT_EQUALS("StringNotEquals", Comparison.EQUAL, true),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Comparison.EQUAL_IGNORING_CASE, false),
    STRING_LIKE("StringLike", Comparison.LIKE, false),
    STRING_NOT_LIKE("StringNotLike", Comparison.LIKE, true),
    // "ArnEquals and ArnLike behave identically", the negated ones too: IAM user guide.
    ARN_EQUALS("ArnEquals", Comparison.ARN, false),
    ARN_LIKE("ArnLike", Comparison.ARN, false),
    ARN_NOT_EQUALS("ArnNotEquals", Comparison.ARN, true),
    ARN_NOT_LIKE("ArnNotLike", Comparison.ARN, true),
    BOOL("Bool", Comparison.EQUAL_IGNORING_CASE, false),
    NULL("Null", Comparison.PRESENCE, false);

    private final String word;
    private final Comparison comparison;
    private final boolean negated;

    private enum Comparison {
        EQUAL,
        EQUAL_IGNORING_CASE,
        LIKE,
        ARN,
        PRESENCE
    }

    Operator(String word, Comparison comparison, boolean negated) {
        this.word = word;
        this.comparison = comparison;
        this.negated = negated;
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
        return switch (comparison) {
            case EQUAL -> value.equals(given);
            case EQUAL_IGNORING_CASE -> value.equalsIgnoreCase(given);
            case LIKE -> Wildcard.matches(value, given);
            case ARN -> Wildcard.matchesArn(value, given);
            case PRESENCE -> throw new IllegalStateException(word + " compares no values");
        };
    }
}
