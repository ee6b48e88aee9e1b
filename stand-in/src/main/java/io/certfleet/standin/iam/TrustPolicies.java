package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The roles that Roles Anywhere may take, each with its trust policy. */
public final class TrustPolicies {
    private static final String SERVICE = "rolesanywhere.amazonaws.com";
    /** "The policy must grant the permissions" (Roles Anywhere user guide, "The IAM Roles Anywhere trust model"). */
    private static final List<String> NEEDED = List.of("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity");

    private final Map<String, Policy> byRole = new ConcurrentHashMap<>();

    /**
     * What Roles Anywhere says when it asks for a role.
     *
     * @param trustAnchorArn the anchor that vouches for the certificate
     * @param tags what of the certificate becomes principal tags, for example {@code x509Subject/CN}
     */
    public record Asked(
            String roleArn,
            String trustAnchorArn,
            String sessionName,
            String sourceIdentity,
            Map<String, String> tags) {}

    /** A role with this trust policy exists from now on. */
    public void add(String roleArn, JsonNode policy) {
        ObjectNode everywhere = Json.object();
        var statements = everywhere.putArray("Statement");
        for (JsonNode statement : policy.path("Statement")) {
            if (statement.has("Resource") || statement.has("NotResource")) {
                throw new IllegalArgumentException("the trust policy of " + roleArn + " has prohibited field Resource");
            }
            statements.add(statement.<ObjectNode>deepCopy().put("Resource", "*"));
        }
        byRole.put(roleArn, Policy.ofResource(everywhere));
    }

    /** Why the role is not given; empty if it is. */
    public Optional<String> refusal(Asked asked) {
        Policy policy = byRole.get(asked.roleArn());
        if (policy == null) {
            return Optional.of("no role " + asked.roleArn());
        }
        return NEEDED.stream()
                .map(action -> Decision.of(Policy.NONE, policy, request(action, asked)))
                .filter(decision -> !decision.allowed())
                .map(Decision::reason)
                .findFirst();
    }

    private static Request request(String action, Asked asked) {
        Map<String, List<String>> context = new HashMap<>();
        asked.tags().forEach((tag, value) -> context.put(ContextKeys.PRINCIPAL_TAG + tag, List.of(value)));
        context.put(ContextKeys.SOURCE_ARN, List.of(asked.trustAnchorArn()));
        context.put(ContextKeys.SOURCE_ACCOUNT, List.of(asked.trustAnchorArn().split(":", 6)[4]));
        context.put(ContextKeys.SOURCE_IDENTITY, List.of(asked.sourceIdentity()));
        context.put(ContextKeys.ROLE_SESSION_NAME, List.of(asked.sessionName()));
        context.put(ContextKeys.PRINCIPAL_IS_SERVICE, List.of("true"));
        context.put(ContextKeys.PRINCIPAL_SERVICE, List.of(SERVICE));
        context.put(ContextKeys.SECURE_TRANSPORT, List.of("true"));
        return new Request(Principal.service(SERVICE), action, asked.roleArn(), context);
    }
}
