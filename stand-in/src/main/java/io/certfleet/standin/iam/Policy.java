package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.iam.Statement.Effect;
import java.util.List;

/** The statements of a role or a queue. */
record Policy(List<Statement> statements) {
    /** Says nothing. */
    static final Policy NONE = new Policy(List.of());

    /** Everything is allowed, as to who applied Terraform. */
    static final Policy ALL = new Policy(List.of(Statement.allowing("*")));

    Policy {
        statements = List.copyOf(statements);
    }

    /** A role's policy. */
    static Policy ofRole(JsonNode document) {
        Policy policy = of(document);
        if (policy.statements.stream().anyMatch(Statement::namesPrincipals)) {
            throw new IllegalArgumentException("a role's policy has no Principal");
        }
        return policy;
    }

    /** A queue's policy. */
    static Policy ofResource(JsonNode document) {
        Policy policy = of(document);
        if (!policy.statements.stream().allMatch(Statement::namesPrincipals)) {
            throw new IllegalArgumentException("every statement of a resource's policy needs a Principal");
        }
        return policy;
    }

    private static Policy of(JsonNode document) {
        JsonNode statements = document.path("Statement");
        if (!statements.isArray() || statements.isEmpty()) {
            throw new IllegalArgumentException("a policy without statements: " + document);
        }
        return new Policy(statements.valueStream().map(Statement::of).toList());
    }

    /** Whether a statement allows the request, whatever another denies. */
    boolean allows(Request request) {
        return matches(Effect.Allow, request);
    }

    /** Whether a statement denies the request. */
    boolean denies(Request request) {
        return matches(Effect.Deny, request);
    }

    /** The grants that allow the request. */
    List<Grant> granting(Request request) {
        return statements.stream()
                .filter(statement -> statement.effect() == Effect.Allow && statement.matches(request))
                .map(statement -> new Grant(statement.sid(), request.action()))
                .toList();
    }

    /** The same policy without one grant. */
    Policy without(Grant grant) {
        return new Policy(statements.stream()
                .flatMap(statement -> statement.without(grant).stream())
                .toList());
    }

    private boolean matches(Effect effect, Request request) {
        return statements.stream()
                .filter(statement -> statement.effect() == effect)
                .anyMatch(statement -> statement.matches(request));
    }
}
