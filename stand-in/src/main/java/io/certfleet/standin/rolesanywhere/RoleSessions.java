package io.certfleet.standin.rolesanywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import io.certfleet.standin.rolesanywhere.management.Refusal;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Takes roles for certificates, where the roles' trust policies let it. */
final class RoleSessions {
    private static final String ROLE_ID = "AROACERTFLEETLOCAL000";

    private final RolesAnywhereSettings settings;
    private final TrustPolicies roles;
    private final IssuedSessions issued;

    RoleSessions(RolesAnywhereSettings settings, TrustPolicies roles, IssuedSessions issued) {
        this.settings = settings;
        this.roles = roles;
        this.issued = issued;
    }

    /** The credentials of a session; denied where the role is not there or does not trust this certificate. */
    ObjectNode assume(
            X509Certificate certificate, String roleArn, String trustAnchorArn, String sessionName, Instant until) {
        String sourceIdentity = sourceIdentity(certificate);
        Optional<String> refusal = roles.refusal(new TrustPolicies.Asked(
                roleArn, trustAnchorArn, sessionName, sourceIdentity, PrincipalTags.of(certificate)));
        if (refusal.isPresent()) {
            // AWS does not say why; whoever runs the stand-in wants to know.
            System.err.println("stand-in: no session of " + roleArn + " for " + sourceIdentity + ": " + refusal.get());
            throw Refusal.role(roleArn);
        }
        String roleName = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        IssuedSessions.Session session = new IssuedSessions.Session(
                "ASIA" + random().substring(0, 16),
                random() + random() + random(),
                roleArn,
                "arn:aws:sts::" + settings.account().id() + ":assumed-role/" + roleName + "/" + sessionName,
                ROLE_ID + ":" + sessionName,
                until.truncatedTo(ChronoUnit.SECONDS));
        issued.add(session);
        ObjectNode set = Json.object();
        set.putObject("assumedRoleUser").put("arn", session.arn()).put("assumedRoleId", session.userId());
        set.putObject("credentials")
                .put("accessKeyId", session.accessKey())
                .put("secretAccessKey", random() + random().substring(0, 8))
                .put("sessionToken", session.token())
                .put("expiration", session.expiration().toString());
        return set.put("packedPolicySize", 1).put("roleArn", roleArn).put("sourceIdentity", sourceIdentity);
    }

    // User guide of Roles Anywhere, "Source identity rules".
    private static String sourceIdentity(X509Certificate certificate) {
        return Certificates.commonName(certificate)
                .map(name -> name.length() <= 61 ? "CN=" + name : name)
                .orElse("ID=" + Certificates.serialHex(certificate));
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    }
}
