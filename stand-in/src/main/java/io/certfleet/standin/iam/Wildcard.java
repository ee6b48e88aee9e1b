package io.certfleet.standin.iam;

import java.util.regex.Pattern;

/** A text of a policy in which {@code *} stands for any characters and {@code ?} for one. */
final class Wildcard {
    private static final int ARN_PARTS = 6;

    private Wildcard() {}

    /** Whether a text matches, upper and lower case told apart. */
    static boolean matches(String pattern, String text) {
        return expression(pattern, 0).matcher(text).matches();
    }

    /** Whether an action matches; actions are the same in upper and lower case. */
    static boolean matchesAction(String pattern, String action) {
        return expression(pattern, Pattern.CASE_INSENSITIVE).matcher(action).matches();
    }

    /**
     * Whether an ARN matches: "each of the six colon-delimited components of the ARN is checked separately" (IAM user
     * guide, "IAM JSON policy elements: Condition operators"); a lone {@code *} matches everything.
     */
    static boolean matchesArn(String pattern, String arn) {
        if (pattern.equals("*")) {
            return true;
        }
        String[] wanted = pattern.split(":", ARN_PARTS);
        String[] given = arn.split(":", ARN_PARTS);
        if (wanted.length != ARN_PARTS || given.length != ARN_PARTS) {
            return false;
        }
        for (int part = 0; part < ARN_PARTS; part++) {
            if (!matches(wanted[part], given[part])) {
                return false;
            }
        }
        return true;
    }

    private static Pattern expression(String pattern, int flags) {
        StringBuilder expression = new StringBuilder();
        pattern.chars().forEach(character -> {
            switch (character) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(Character.toString(character)));
            }
        });
        return Pattern.compile(expression.toString(), flags | Pattern.DOTALL);
    }
}
