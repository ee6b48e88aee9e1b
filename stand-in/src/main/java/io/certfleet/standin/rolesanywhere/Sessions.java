package io.certfleet.standin.rolesanywhere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import io.certfleet.standin.rolesanywhere.management.Management;
import io.certfleet.standin.rolesanywhere.management.Profile;
import io.certfleet.standin.rolesanywhere.management.Refusal;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.rolesanywhere.management.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** CreateSession: temporary credentials for whoever signs with the key of a trusted certificate. */
final class Sessions {
    private static final int SHORTEST = 900;
    private static final int LONGEST = 43_200;

    private final RolesAnywhereSettings settings;
    private final Management management;
    private final RoleSessions roles;
    private final SessionLog log;
    private final Clock clock;

    Sessions(RolesAnywhereSettings settings, Management management, RoleSessions roles, Clock clock) {
        this.settings = settings;
        this.management = management;
        this.roles = roles;
        this.log = new SessionLog(settings.folder().resolve("sessions.jsonl"));
        this.clock = clock;
    }

    /** Decides, logs the decision, and answers the session or throws the refusal. */
    ObjectNode create(Call call) {
        Instant now = clock.instant();
        Optional<X509Certificate> certificate = Optional.empty();
        try {
            String header = call.header("x-amz-x509").orElseThrow(Refusal::untrusted);
            X509Certificate presented = Certificates.ofHeader(header).getFirst();
            certificate = Optional.of(presented);
            ObjectNode session = grant(call, presented, now);
            log.granted(now, presented);
            return session;
        } catch (AwsError refusal) {
            log.refused(now, certificate, refusal);
            throw refusal;
        }
    }

    private ObjectNode grant(Call call, X509Certificate certificate, Instant now) {
        SessionSignature.of(call).verify(call, certificate, settings.account().region(), now);
        TrustAnchor anchor = management.anchors().of(parameter(call, "trustAnchorArn"));
        Profile profile = management.profiles().of(parameter(call, "profileArn"));
        if (!anchor.identity().enabled()) {
            throw Refusal.accessDenied("Trust anchor is not enabled");
        }
        List<X509Certificate> intermediates =
                call.header("x-amz-x509-chain").map(Certificates::ofHeader).orElse(List.of());
        List<X509Certificate> chain = anchor.chain(certificate, intermediates, now);
        TrustAnchor.checkEndEntity(certificate);
        if (management.crls().revokes(anchor.identity().arn(), chain)) {
            management.subjects().note(certificate, now, true);
            throw Refusal.revoked();
        }
        String roleArn = parameter(call, "roleArn");
        if (!profile.identity().enabled() || !profile.roleArns().contains(roleArn)) {
            throw Refusal.role(roleArn);
        }
        JsonNode body = call.json();
        if (body.hasNonNull("roleSessionName") && !profile.acceptRoleSessionName()) {
            throw Refusal.accessDenied("The profile does not accept a role session name");
        }
        String sessionName = body.path("roleSessionName").asText(Certificates.serialHex(certificate));
        int seconds = duration(body, profile);
        ObjectNode answer = Json.object();
        answer.putArray("credentialSet")
                .add(roles.assume(
                        certificate, roleArn, anchor.identity().arn(), sessionName, now.plusSeconds(seconds)));
        return answer.put("subjectArn", management.subjects().note(certificate, now, false));
    }

    // "finalDurationSeconds = min(profileDurationSeconds, createSessionDurationSeconds)" (user guide, "CreateSession").
    private static int duration(JsonNode body, Profile profile) {
        if (!body.hasNonNull("durationSeconds")) {
            return profile.durationSeconds();
        }
        int asked = body.path("durationSeconds").asInt();
        if (asked < SHORTEST || asked > LONGEST) {
            throw Refusal.validation("durationSeconds must be between " + SHORTEST + " and " + LONGEST);
        }
        return Math.min(asked, profile.durationSeconds());
    }

    // Current signing helpers send the ARNs in the query, the user guide's examples in the body; both are allowed.
    private static String parameter(Call call, String name) {
        String inQuery = call.query().get(name);
        String value = inQuery == null ? call.json().path(name).asText() : inQuery;
        if (value.isEmpty()) {
            throw Refusal.validation(name + " is required");
        }
        return value;
    }
}
