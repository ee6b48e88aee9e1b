package io.certfleet.table;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How a row was read: its attributes as they are written, and what is to be said about them.
 *
 * @param faults attributes that are not what they must be
 * @param lookalikes names that nearly are those of attributes, each with the one that was probably meant
 * @param known the names of all attributes that a row may have
 * @param warning what the row itself says about this, since {@code warnedAt}
 */
public record Reading(
        Map<String, AttributeValue> row,
        List<Fault> faults,
        Map<String, String> lookalikes,
        Set<String> known,
        Optional<String> warning,
        Optional<Instant> warnedAt) {
    private static final int LONGEST = 1000;

    /** Of a row in which nothing is wrong. */
    public static final Reading FAULTLESS =
            new Reading(Map.of(), List.of(), Map.of(), Set.of(), Optional.empty(), Optional.empty());

    // Those that are written and never read.
    private static final List<String> WRITTEN = List.of("certificateArn", "lastError");

    /** Copies the collections. */
    public Reading {
        row = Map.copyOf(row);
        faults = List.copyOf(faults);
    }

    /** Everything that is asked of the item has been: what else it has is unknown. */
    public static Reading of(Map<String, AttributeValue> row, Attributes item) {
        Optional<String> warning = item.text("warning");
        Optional<Instant> warnedAt = item.instant("warnedAt");
        Set<String> known = new TreeSet<>(item.asked());
        known.addAll(WRITTEN);
        Map<String, String> lookalikes = new TreeMap<>();
        row.keySet().stream()
                .filter(name -> !known.contains(name) && !item.isFaulty(name))
                .forEach(name -> Lookalike.of(name, known).ifPresent(meant -> lookalikes.put(name, meant)));
        return new Reading(row, item.faults(), lookalikes, known, warning, warnedAt);
    }

    /** Whether this attribute, or something in it, is not what it must be. */
    public boolean isFaulty(String attribute) {
        return faults.stream().anyMatch(fault -> fault.attribute().equals(attribute));
    }

    /** What is wrong with the row's attributes; empty if nothing is. */
    public Optional<String> fault() {
        return joined(faults.stream().map(Fault::text));
    }

    /** What the row should say about itself; empty if there is nothing to say. */
    public Optional<String> toWarnOf() {
        return joined(Stream.concat(
                faults.stream().map(Fault::text),
                lookalikes.entrySet().stream()
                        .map(name -> "attribute " + name.getKey() + " is unknown and does nothing: did you mean "
                                + name.getValue() + "?")));
    }

    /** Whether the row says something else about itself than it should. */
    public boolean isNews() {
        return !toWarnOf().equals(warning);
    }

    /** Whether the row's lastError is of the faults that its warning names, and not of an attempt since. */
    public boolean isLastErrorOfWarning() {
        return Optional.ofNullable(row.get("lastError"))
                .map(AttributeValue::s)
                .filter(error -> warning.filter(text -> text.startsWith(error)).isPresent())
                .isPresent();
    }

    private static Optional<String> joined(Stream<String> texts) {
        String joined = texts.distinct().collect(Collectors.joining("; "));
        return joined.isEmpty()
                ? Optional.empty()
                : Optional.of(joined.length() > LONGEST ? joined.substring(0, LONGEST) : joined);
    }
}
