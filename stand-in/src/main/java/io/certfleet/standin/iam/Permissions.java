package io.certfleet.standin.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policies of a stack: what its roles may do, and who may send to its queues. */
final class Permissions {
    /** Who applied Terraform. */
    static final String ADMINISTRATOR = "administrator";

    private static final List<String> CALLERS = List.of("checker", "issuer", "deployer", "crl-sync", "operator");
    private static final String QUEUES = "queues.json";

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

    /**
     * The policies in {@code infra/terraform}, rendered, and kept as JSON in a folder.
     *
     * @param operators the ARNs of those who may send requests, as Terraform's variable lists them
     */
    static Permissions render(
            Path infrastructure, Account account, Map<String, String> variables, List<String> operators, Path kept) {
        for (String caller : CALLERS) {
            Path file = infrastructure.resolve("policies").resolve(caller + ".yaml");
            write(kept.resolve(caller + ".json"), PolicyFile.read(file, variables));
        }
        ObjectNode queues = Json.object();
        new QueuePolicies(infrastructure, account, operators).read().forEach(queues::set);
        write(kept.resolve(QUEUES), queues);
        return read(account, kept);
    }

    /** The rendered policies that a run has kept. */
    static Permissions read(Account account, Path kept) {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String caller : CALLERS) {
            roles.put(caller, Role.of(caller, account.roleArn(caller), json(kept.resolve(caller + ".json"))));
        }
        roles.put(ADMINISTRATOR, Role.administrator(ADMINISTRATOR, account.roleArn(ADMINISTRATOR)));
        Map<String, Policy> queues = new HashMap<>();
        json(kept.resolve(QUEUES))
                .properties()
                .forEach(queue -> queues.put(queue.getKey(), Policy.ofResource(queue.getValue())));
        return new Permissions(account, roles, queues);
    }

    private static void write(Path file, JsonNode json) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Json.write(json));
        } catch (IOException e) {
            throw new UncheckedIOException("keeping the policy " + file, e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the policy " + file, e);
        }
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
        return Decision.of(role.policy(), queuePolicy(need), request(role, need));
    }

    /** The grants that allow it to. */
    List<Grant> granting(Role role, Need need) {
        return role.policy().granting(request(role, need));
    }

    private Request request(Role role, Need need) {
        Map<String, List<String>> context = context(false, need.context());
        context.put(ContextKeys.PRINCIPAL_ARN, List.of(role.principal().name()));
        context.put(ContextKeys.PRINCIPAL_ACCOUNT, List.of(role.principal().account()));
        return new Request(role.principal(), need.action(), need.resource(), context);
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
