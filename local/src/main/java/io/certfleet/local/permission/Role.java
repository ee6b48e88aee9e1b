package io.certfleet.local.permission;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.permission.Statement.Effect;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A role, and what it may do.
 *
 * @param caller the name by which the front door knows it
 * @param notUsedLocally actions that no local run can use, each with its reason
 */
record Role(String caller, Principal principal, Policy policy, Map<String, String> notUsedLocally) {

    Role {
        notUsedLocally = new TreeMap<>(notUsedLocally);
    }

    /** A role whose policy is such a document. */
    static Role of(String caller, String arn, JsonNode document) {
        Map<String, String> reasons = document.path("NotUsedLocally")
                .propertyStream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, reason -> reason.getValue().asText()));
        Role role = new Role(caller, Principal.role(arn), Policy.ofRole(document), reasons);
        SortedSet<String> allowed = role.allowedActions();
        reasons.forEach((action, reason) -> {
            if (!allowed.contains(action) || reason.isBlank()) {
                throw new IllegalArgumentException(
                        caller + " marks " + action + " as not used, but does not allow it or says no reason");
            }
        });
        return role;
    }

    /** Whoever applied Terraform. */
    static Role administrator(String caller, String arn) {
        return new Role(caller, Principal.role(arn), Policy.ALL, Map.of());
    }

    /** Whether nothing but a resource's policy limits it. */
    boolean mayEverything() {
        return policy.equals(Policy.ALL);
    }

    /** The actions that its policy allows, each of which is to be named in full. */
    SortedSet<String> allowedActions() {
        SortedSet<String> actions = new TreeSet<>();
        for (Statement statement : policy.statements()) {
            if (statement.effect() == Effect.Allow) {
                actions.addAll(statement.actions());
            }
            if (statement.effect() == Effect.Allow
                    && (!statement.notActions().isEmpty()
                            || statement.actions().stream().anyMatch(action -> action.matches(".*[*?].*")))) {
                throw new IllegalArgumentException(
                        caller + " is allowed actions that are not named in full: " + statement.sid());
            }
        }
        return actions;
    }
}
