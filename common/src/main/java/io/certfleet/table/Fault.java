package io.certfleet.table;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An attribute of a row that is not what it must be. It is never taken for an absent one.
 *
 * @param path of the attribute, as in {@code rotation.stepAt} or {@code unexpired[1].serial}
 * @param text names the attribute, its value and what is wrong
 */
public record Fault(String path, String text) {
    private static final int LONGEST_VALUE = 120;

    public static Fault of(String path, AttributeValue value, String why) {
        String words = words(value).replaceAll("\\p{Cntrl}", "?");
        String cut = words.length() > LONGEST_VALUE ? words.substring(0, LONGEST_VALUE) + "..." : words;
        return new Fault(path, "attribute " + path + " is " + cut + ": " + why);
    }

    public static Fault missing(String path) {
        return new Fault(path, "attribute " + path + " is missing");
    }

    /** The row's attribute in which it is. */
    public String attribute() {
        return path.split("[.\\[]", 2)[0];
    }

    /** As the table's console shows a value, a string in quotation marks. */
    public static String words(AttributeValue value) {
        return switch (value.type()) {
            case S -> "'" + value.s() + "'";
            case N -> "the number " + value.n();
            case BOOL -> "the boolean " + value.bool();
            case NUL -> "NULL";
            case SS -> "the string set " + value.ss().stream().sorted().toList();
            case NS -> "the number set " + value.ns().stream().sorted().toList();
            case B, BS -> "binary";
            case L -> "the list " + value.l().stream().map(Fault::words).toList();
            case M -> "the map " + words(value.m());
            case UNKNOWN_TO_SDK_VERSION -> "of an unknown type";
        };
    }

    private static String words(Map<String, AttributeValue> map) {
        return map.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(entry -> entry.getKey() + "=" + words(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
