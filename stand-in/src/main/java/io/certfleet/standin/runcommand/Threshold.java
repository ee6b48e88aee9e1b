package io.certfleet.standin.runcommand;

import io.certfleet.standin.runcommand.management.Refusal;

/** MaxConcurrency or MaxErrors: a number of hosts, or a share of a command's hosts. */
record Threshold(int number, boolean percent) {
    private static final String CONCURRENCY = "[1-9][0-9]{0,6}|[1-9][0-9]?%|100%";
    private static final String ERRORS = "0|[1-9][0-9]{0,6}|[0-9]%|[1-9][0-9]%|100%";

    static Threshold concurrency(String text) {
        return parse("maxConcurrency", text, CONCURRENCY);
    }

    static Threshold errors(String text) {
        return parse("maxErrors", text, ERRORS);
    }

    private static Threshold parse(String field, String text, String pattern) {
        if (!text.matches(pattern)) {
            throw Refusal.validation(field, text, "satisfy regular expression pattern: " + pattern);
        }
        return new Threshold(Integer.parseInt(text.replace("%", "")), text.endsWith("%"));
    }

    /** How many of so many hosts that is; for a share rounded down, but for concurrency at least one. */
    int of(int hosts) {
        return percent ? hosts * number / 100 : number;
    }

    @Override
    public String toString() {
        return number + (percent ? "%" : "");
    }
}
