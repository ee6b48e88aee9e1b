package io.certfleet.standin.iam;

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
record Exemptions(SortedMap<String, String> never, SortedMap<String, String> sometimes) {
    static final String NEVER = "NotUsedLocally";
    static final String SOMETIMES = "UsedInSomeLocalRuns";

    /** Reads them, and refuses one without a reason or of nothing that the policy allows. */
    static Exemptions of(JsonNode document, Collection<Grant> grants) {
        return new Exemptions(read(document.path(NEVER), grants), read(document.path(SOMETIMES), grants));
    }

    private static SortedMap<String, String> read(JsonNode exemptions, Collection<Grant> grants) {
        SortedMap<String, String> read = new TreeMap<>();
        for (Map.Entry<String, JsonNode> exemption : exemptions.properties()) {
            String reason = exemption.getValue().asText();
            if (reason.isBlank() || grants.stream().noneMatch(grant -> grant.isExemptedBy(exemption.getKey()))) {
                throw new IllegalArgumentException(
                        "the exemption of " + exemption.getKey() + " has no reason, or nothing that is allowed");
            }
            read.put(exemption.getKey(), reason);
        }
        return read;
    }

    /** Whether the grant may stay unused. */
    boolean excuse(Grant grant) {
        return isNever(grant) || sometimes.keySet().stream().anyMatch(grant::isExemptedBy);
    }

    /** Whether the grant must stay unused, for the exemption to hold. */
    boolean isNever(Grant grant) {
        return never.keySet().stream().anyMatch(grant::isExemptedBy);
    }
}
