package io.certfleet.standin.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a policy is asked: may this principal do this with that.
 *
 * @param context the condition keys of the request and their values; names are the same in upper and lower case
 */
record Request(Principal principal, String action, String resource, Map<String, List<String>> context) {

    Request {
        Map<String, List<String>> lower = new TreeMap<>();
        context.forEach((key, values) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        context = Map.copyOf(lower);
    }

    /** The values of a condition key; empty where the request has none. */
    Optional<List<String>> values(String key) {
        return Optional.ofNullable(context.get(key.toLowerCase(Locale.ROOT)));
    }
}
