package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
        List<String> actions,
        List<String> notActions,
        List<String> resources,
        List<String> notResources,
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

    Statement {
        if (actions.isEmpty() == notActions.isEmpty()) {
            throw new IllegalArgumentException(sid + " needs either Action or NotAction");
        }
        if (resources.isEmpty() == notResources.isEmpty()) {
            throw new IllegalArgumentException(sid + " needs either Resource or NotResource");
        }
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
                Texts.of(statement.path("Action")),
                Texts.of(statement.path("NotAction")),
                Texts.of(statement.path("Resource")),
                Texts.of(statement.path("NotResource")),
                conditions(statement.path("Condition")));
    }

    /** Allows actions on everything. */
    static Statement allowing(String actions) {
        return new Statement(
                "Allow",
                Effect.Allow,
                Optional.empty(),
                Optional.empty(),
                List.of(actions),
                List.of(),
                List.of("*"),
                List.of(),
                List.of());
    }

    /** The same without a grant, if it was this statement's; empty if nothing is left. */
    Optional<Statement> without(Grant grant) {
        if (!grant.sid().equals(sid)) {
            return Optional.of(this);
        }
        List<String> others = actions.stream()
                .filter(action -> !action.equals(grant.action()))
                .toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement(
                        sid,
                        effect,
                        principals,
                        notPrincipals,
                        others,
                        notActions,
                        resources,
                        notResources,
                        conditions));
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
                && actionMatches(request.action())
                && resourceMatches(request.resource())
                && conditions.stream().allMatch(condition -> condition.holds(request));
    }

    private boolean isAbout(Principal principal) {
        return principals.map(included -> included.include(principal)).orElse(true)
                && notPrincipals.map(excluded -> !excluded.include(principal)).orElse(true);
    }

    private boolean actionMatches(String action) {
        Predicate<String> match = pattern -> Wildcard.matchesAction(pattern, action);
        return actions.isEmpty()
                ? notActions.stream().noneMatch(match)
                : actions.stream().anyMatch(match);
    }

    private boolean resourceMatches(String resource) {
        Predicate<String> match = pattern -> Wildcard.matchesArn(pattern, resource);
        return resources.isEmpty()
                ? notResources.stream().noneMatch(match)
                : resources.stream().anyMatch(match);
    }
}
