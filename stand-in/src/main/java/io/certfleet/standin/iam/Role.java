package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.iam.Statement.Effect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A role, and what it may do.
 *
 * @param caller the name by which the gateway knows it
 */
record Role(String caller, Principal principal, Policy policy, Exemptions exemptions) {

    /** A role whose policy is such a document. */
    static Role of(String caller, String arn, JsonNode document) {
        Policy policy = Policy.ofRole(document);
        return new Role(caller, Principal.role(arn), policy, Exemptions.of(document, grants(policy)));
    }

    /** Whoever applied Terraform. */
    static Role administrator(String caller, String arn) {
        return new Role(caller, Principal.role(arn), Policy.ALL, new Exemptions(new TreeMap<>(), new TreeMap<>()));
    }

    /** A role of which nobody gave a policy. */
    static Role withoutPermissions(String caller, String arn) {
        return new Role(caller, Principal.role(arn), Policy.NONE, new Exemptions(new TreeMap<>(), new TreeMap<>()));
    }

    /** Whether nothing but a resource's policy limits it. */
    boolean mayEverything() {
        return policy.equals(Policy.ALL);
    }

    /** What its policy allows, action by action. */
    List<Grant> grants() {
        return grants(policy);
    }

    private static List<Grant> grants(Policy policy) {
        Set<String> sids = new HashSet<>();
        for (Statement statement : policy.statements()) {
            if (!sids.add(statement.sid())) {
                throw new IllegalArgumentException("two statements are called " + statement.sid());
            }
            if (statement.effect() == Effect.Allow && !namesActionsInFull(statement)) {
                throw new IllegalArgumentException(statement.sid() + " allows actions that are not named in full");
            }
        }
        return policy.statements().stream()
                .filter(statement -> statement.effect() == Effect.Allow)
                .flatMap(statement ->
                        statement.actions().patterns().stream().map(action -> new Grant(statement.sid(), action)))
                .toList();
    }

    private static boolean namesActionsInFull(Statement statement) {
        return !statement.actions().negated()
                && statement.actions().patterns().stream()
                        .noneMatch(action -> action.contains("*") || action.contains("?"));
    }

    /** The same role without one grant. */
    Role without(Grant grant) {
        return new Role(caller, principal, policy.without(grant), exemptions);
    }
}
