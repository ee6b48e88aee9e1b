package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.rolesanywhere.management.Management;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** IAM Roles Anywhere: trust anchors, profiles, CRLs, and sessions for certificates. */
public final class RolesAnywhere implements AwsService {
    private final Management management;
    private final Sessions sessions;

    /**
     * Roles Anywhere without a trust anchor and a profile.
     *
     * @param roles the roles that there are
     * @param issued where STS finds the sessions that it hands out
     */
    public RolesAnywhere(RolesAnywhereSettings settings, TrustPolicies roles, IssuedSessions issued, Clock clock) {
        this.management = new Management(settings, clock);
        this.sessions = new Sessions(settings, management, new RoleSessions(settings, roles, issued), clock);
    }

    /** Creates an enabled trust anchor on a CA of Private CA, and answers its ARN. */
    public String trust(String caArn) {
        return management.trust(caArn);
    }

    /** Creates an enabled profile with these roles, and answers its ARN. */
    public String profile(List<String> roleArns) {
        return management.profile(roleArns);
    }

    @Override
    public String name() {
        return "rolesanywhere";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    @Override
    public Optional<String> operation(String method, String path, String query) {
        return Route.operation(method, path);
    }

    @Override
    public Answer answer(Call call) {
        return call.operation().equals("CreateSession")
                ? Answer.json(201, sessions.create(call))
                : management.answer(call, Route.id(call.path()));
    }
}
