package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The element Principal of a queue's policy: whom a statement is about. */
record Principals(boolean everyone, Set<String> roles, Set<String> services) {

    Principals {
        roles = Set.copyOf(roles);
        services = Set.copyOf(services);
    }

    /** Reads {@code "*"} or an object with {@code AWS} and {@code Service}. */
    static Principals of(JsonNode element) {
        if (element.isTextual()) {
            if (!element.asText().equals("*")) {
                throw new IllegalArgumentException("Principal is " + element + ", and as a text can only be \"*\"");
            }
            return new Principals(true, Set.of(), Set.of());
        }
        for (Map.Entry<String, JsonNode> kind : element.properties()) {
            if (!kind.getKey().equals("AWS") && !kind.getKey().equals("Service")) {
                throw new IllegalArgumentException("the kind of Principal is not known: " + kind.getKey());
            }
        }
        Set<String> roles = Set.copyOf(Texts.of(element.path("AWS")));
        for (String role : roles) {
            // An account as principal delegates to its own policies, and differently for Deny: of no use within one.
            if (!role.equals("*") && !role.matches("arn:[^:]+:iam::\\d{12}:(role|user)/.+")) {
                throw new IllegalArgumentException("the Principal is neither \"*\" nor a role or user: " + role);
            }
        }
        return new Principals(roles.contains("*"), roles, Set.copyOf(Texts.of(element.path("Service"))));
    }

    /** Whether this one is meant. */
    boolean include(Principal principal) {
        return everyone || (principal.service() ? services : roles).contains(principal.name());
    }
}
