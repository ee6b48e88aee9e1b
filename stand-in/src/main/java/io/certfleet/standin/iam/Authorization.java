package io.certfleet.standin.iam;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Gate;
import io.certfleet.standin.sts.IssuedSessions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gate that lets pass what IAM would, and answers AccessDenied to the rest. */
public final class Authorization implements Gate {
    private static final String HOST = "host";

    private final Account account;
    private final Permissions permissions;
    private final Needs needs;
    private final Usage usage = new Usage();
    private final ServedCalls served;
    private final Sessions sessions;

    Authorization(Account account, Permissions permissions, Needs needs, Sessions sessions, ServedCalls served) {
        this.account = account;
        this.permissions = permissions;
        this.needs = needs;
        this.sessions = sessions;
        this.served = served;
    }

    /**
     * Enforces the policies of {@code infra/terraform}.
     *
     * @param folder where the rendered policies and a record of the calls are kept
     */
    public static Authorization of(
            Path infrastructure,
            Account account,
            Map<String, String> variables,
            NodeTags nodes,
            ObjectKeys objects,
            IssuedSessions issued,
            InstantSource clock,
            Path folder) {
        List<String> operators = List.of(account.roleArn("operator"), account.roleArn(Permissions.ADMINISTRATOR));
        Permissions permissions = Permissions.render(infrastructure, account, variables, operators, folder);
        return new Authorization(
                account,
                permissions,
                new Needs(account, nodes, objects),
                new Sessions(issued, clock),
                new ServedCalls(folder.resolve(ServedCalls.FILE)));
    }

    @Override
    public void pass(Call call) {
        if (call.caller().equals(HOST) && call.operation().equals("CreateSession")) {
            // It has a certificate, and no identity in IAM yet.
            return;
        }
        Role role = permissions
                .role(call.caller())
                .or(() -> sessions.role(call))
                .orElseThrow(() -> {
                    System.err.println("stand-in: an unknown access key, " + call.caller() + ", calls " + call.service()
                            + ":" + call.operation());
                    return Denial.ofUnknownKey(call.service());
                });
        String operation = call.service() + ":" + call.operation();
        Optional<List<Need>> needed = needs.of(call);
        if (needed.isEmpty()) {
            if (role.mayEverything()) {
                return;
            }
            throw reported(new AwsError(
                    400,
                    AwsError.ACCESS_DENIED,
                    "the stand-in does not know what " + operation + " needs to be allowed, so " + call.caller()
                            + " may not call it"));
        }
        for (Need need : needed.get()) {
            Decision decision = permissions.decide(role, need);
            if (!decision.allowed()) {
                throw reported(Denial.of(call.service(), session(call), need, decision));
            }
        }
        if (permissions.role(call.caller()).isPresent()
                && served.add(new ServedCall(call.caller(), operation, needed.get()))) {
            needed.get().forEach(need -> use(role, need));
        }
    }

    private String session(Call call) {
        return sessions.arn(call).orElseGet(() -> account.sessionArn(call.caller()));
    }

    /** What two statements grant needs neither of them. */
    private void use(Role role, Need need) {
        List<Grant> grants = permissions.granting(role, need);
        if (grants.size() == 1) {
            usage.add(role.caller(), grants.getFirst());
        }
    }

    /** What the policies allow without need, and exemptions in them that do not hold. */
    public List<String> findings() {
        return usage.findings(permissions.roles());
    }

    /** Fails if a rule may not send to a queue. */
    public void passEvent(String ruleArn, String queueArn) {
        Decision decision = permissions.decide("events.amazonaws.com", ruleArn, new Need("sqs:SendMessage", queueArn));
        if (!decision.allowed()) {
            throw reported(Denial.of("sqs", "events.amazonaws.com", new Need("sqs:SendMessage", queueArn), decision));
        }
    }

    /** A denial is seldom meant: it is reported at once, not only in the caller's log. */
    private static AwsError reported(AwsError error) {
        System.err.println("stand-in: " + error.getMessage());
        return error;
    }
}
