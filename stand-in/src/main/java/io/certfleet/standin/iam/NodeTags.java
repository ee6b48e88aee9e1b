package io.certfleet.standin.iam;

import java.util.Map;
import java.util.Optional;

/** Finds the tags of a managed node; empty if it is not registered. */
@FunctionalInterface
public interface NodeTags {

    /** The tags of the node with this id. */
    Optional<Map<String, String>> of(String nodeId);
}
