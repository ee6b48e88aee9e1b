package io.certfleet.local.permission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy file says of grants that a local run need not use, each with its reason.
 *
 * @param never what no local run uses
 * @param sometimes what depends on chance, such as the order of events
 */
record Marks(SortedMap<String, String> never, SortedMap<String, String> sometimes) {
    static final String NEVER = "NotUsedLocally";
    static final String SOMETIMES = "UsedInSomeLocalRuns";

    /** Reads them, and refuses a mark without a reason or of nothing that the policy allows. */
    static Marks of(JsonNode document, Collection<Grant> grants) {
        return new Marks(read(document.path(NEVER), grants), read(document.path(SOMETIMES), grants));
    }

    private static SortedMap<String, String> read(JsonNode marks, Collection<Grant> grants) {
        SortedMap<String, String> read = new TreeMap<>();
        for (Map.Entry<String, JsonNode> mark : marks.properties()) {
            String reason = mark.getValue().asText();
            if (reason.isBlank() || grants.stream().noneMatch(grant -> grant.isMarkedBy(mark.getKey()))) {
                throw new IllegalArgumentException(
                        "the mark of " + mark.getKey() + " has no reason, or nothing that is allowed");
            }
            read.put(mark.getKey(), reason);
        }
        return read;
    }

    /** Whether the grant may stay unused. */
    boolean excuse(Grant grant) {
        return isNever(grant) || sometimes.keySet().stream().anyMatch(grant::isMarkedBy);
    }

    /** Whether the grant must stay unused, for the mark to be true. */
    boolean isNever(Grant grant) {
        return never.keySet().stream().anyMatch(grant::isMarkedBy);
    }
}
