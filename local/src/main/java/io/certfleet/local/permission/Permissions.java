package io.certfleet.local.permission;

import io.certfleet.local.Account;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of a stack: what its roles may do, and who may send to its queues. */
final class Permissions {
    private final Account account;
    private final Map<String, Role> roles;
    private final Map<String, Policy> queues;

    /**
     * Policies by callers and by queues.
     *
     * @param queues the policies of queues, by their ARNs
     */
    Permissions(Account account, Map<String, Role> roles, Map<String, Policy> queues) {
        this.account = account;
        this.roles = new LinkedHashMap<>(roles);
        this.queues = Map.copyOf(queues);
    }

    /** The role of a caller. */
    Optional<Role> role(String caller) {
        return Optional.ofNullable(roles.get(caller));
    }

    /** All roles. */
    Collection<Role> roles() {
        return roles.values();
    }

    /** The same with another role for one of the callers. */
    Permissions with(Role changed) {
        Map<String, Role> others = new LinkedHashMap<>(roles);
        others.put(changed.caller(), changed);
        return new Permissions(account, others, queues);
    }

    /** Whether a role may do what a call of its needs. */
    Decision decide(Role role, Need need) {
        Map<String, List<String>> context = context(false, need.context());
        context.put(ContextKeys.PRINCIPAL_ARN, List.of(role.principal().name()));
        context.put(ContextKeys.PRINCIPAL_ACCOUNT, List.of(role.principal().account()));
        Request request = new Request(role.principal(), need.action(), need.resource(), context);
        return Decision.of(role.policy(), queuePolicy(need), request);
    }

    /** Whether a service of AWS may do it for a resource of this account, as a rule's target for example. */
    Decision decide(String service, String sourceArn, Need need) {
        Map<String, List<String>> context = context(true, need.context());
        context.put(ContextKeys.PRINCIPAL_SERVICE, List.of(service));
        context.put(ContextKeys.SOURCE_ARN, List.of(sourceArn));
        context.put(ContextKeys.SOURCE_ACCOUNT, List.of(account.id()));
        Request request = new Request(Principal.service(service), need.action(), need.resource(), context);
        return Decision.of(Policy.NONE, queuePolicy(need), request);
    }

    private Policy queuePolicy(Need need) {
        return queues.getOrDefault(need.resource(), Policy.NONE);
    }

    private Map<String, List<String>> context(boolean service, Map<String, List<String>> own) {
        Map<String, List<String>> context = new LinkedHashMap<>(own);
        context.put(ContextKeys.PRINCIPAL_IS_SERVICE, List.of(Boolean.toString(service)));
        // The loopback address stands for AWS's endpoints, which all of Certfleet calls by TLS.
        context.put(ContextKeys.SECURE_TRANSPORT, List.of("true"));
        context.put(ContextKeys.VIA_SERVICE, List.of("false"));
        context.put(ContextKeys.REGION, List.of(account.region()));
        return context;
    }
}
