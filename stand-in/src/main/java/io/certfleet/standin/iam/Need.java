package io.certfleet.standin.iam;

import java.util.List;
import java.util.Map;

/**
 * What a call needs to be allowed to do: one action on one resource.
 *
 * @param context the condition keys of this action; those of every request are not among them
 */
record Need(String action, String resource, Map<String, List<String>> context) {
    /** The resource of actions that know none (Service Authorization Reference). */
    static final String NO_RESOURCE = "*";

    Need(String action, String resource) {
        this(action, resource, Map.of());
    }
}
