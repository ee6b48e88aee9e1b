package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a policy.
 *
 * @param principals whom it is about; empty in a role's policy, which is about the role
 * @param notPrincipals all but whom it is about
 */
record Statement(
        String sid,
        Effect effect,
        Optional<Principals> principals,
        Optional<Principals> notPrincipals,
        Named actions,
        Named resources,
        List<Condition> conditions) {
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    /** What follows if it matches. */
    enum Effect {
        Allow,
        Deny
    }

    static Statement of(JsonNode statement) {
        String sid = statement.path("Sid").asText("a statement without Sid");
        for (Map.Entry<String, JsonNode> element : statement.properties()) {
            if (!ELEMENTS.contains(element.getKey())) {
                throw new IllegalArgumentException(sid + " has an element that is not known: " + element.getKey());
            }
        }
        return new Statement(
                sid,
                Effect.valueOf(statement.path("Effect").asText()),
                principals(statement, "Principal"),
                principals(statement, "NotPrincipal"),
                Named.of(statement, "Action", sid),
                Named.of(statement, "Resource", sid),
                conditions(statement.path("Condition")));
    }

    /** Allows actions on everything. */
    static Statement allowing(String actions) {
        return new Statement(
                "Allow",
                Effect.Allow,
                Optional.empty(),
                Optional.empty(),
                new Named(List.of(actions), false),
                new Named(List.of("*"), false),
                List.of());
    }

    /** The same without a grant, if it was this statement's; empty if nothing is left. */
    Optional<Statement> without(Grant grant) {
        if (!grant.sid().equals(sid)) {
            return Optional.of(this);
        }
        List<String> others = actions.patterns().stream()
                .filter(action -> !action.equals(grant.action()))
                .toList();
        Named left = new Named(others, actions.negated());
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement(sid, effect, principals, notPrincipals, left, resources, conditions));
    }

    /** Whether it says whom it is about. */
    boolean namesPrincipals() {
        return principals.isPresent() || notPrincipals.isPresent();
    }

    private static Optional<Principals> principals(JsonNode statement, String element) {
        return statement.has(element) ? Optional.of(Principals.of(statement.get(element))) : Optional.empty();
    }

    private static List<Condition> conditions(JsonNode element) {
        List<Condition> conditions = new ArrayList<>();
        element.properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> conditions.add(
                                Condition.of(operator.getKey(), key.getKey(), Texts.of(key.getValue())))));
        return List.copyOf(conditions);
    }

    /** Whether it is about a request and all its conditions hold. */
    boolean matches(Request request) {
        return isAbout(request.principal())
                && actions.match(action -> Wildcard.matchesAction(action, request.action()))
                && resources.match(resource -> Wildcard.matchesArn(resource, request.resource()))
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }

    private boolean isAbout(Principal principal) {
        return principals.map(included -> included.include(principal)).orElse(true)
                && notPrincipals.map(excluded -> !excluded.include(principal)).orElse(true);
    }
}
