package io.certfleet.local.anywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Json;
import io.certfleet.local.identity.IssuedSessions;
import io.certfleet.local.permission.TrustPolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** IAM Roles Anywhere: trust anchors, profiles, CRLs, and sessions for certificates. */
public final class RolesAnywhere implements AwsService {
    private final TrustAnchors anchors;
    private final Profiles profiles;
    private final Crls crls;
    private final ResourceTags tags = new ResourceTags();
    private final Subjects subjects;
    private final Sessions sessions;

    /**
     * Roles Anywhere without a trust anchor and a profile.
     *
     * @param roles the roles that there are
     * @param issued where STS finds the sessions that it hands out
     */
    public RolesAnywhere(AnywhereSettings settings, TrustPolicies roles, IssuedSessions issued, Clock clock) {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + settings.folder(), e);
        }
        this.anchors = new TrustAnchors(settings, tags, clock);
        this.profiles = new Profiles(settings, tags, clock);
        this.crls = new Crls(settings, anchors, tags, clock);
        this.subjects = new Subjects(settings);
        this.sessions = new Sessions(
                settings, anchors, profiles, crls, subjects, new RoleSessions(settings, roles, issued), clock);
    }

    /** Creates an enabled trust anchor on a CA of Private CA, and answers its ARN. */
    public String trust(String caArn) {
        ObjectNode request = Json.object().put("name", "certfleet").put("enabled", true);
        request.putObject("source")
                .put("sourceType", "AWS_ACM_PCA")
                .putObject("sourceData")
                .put("acmPcaArn", caArn);
        return anchors.create(request)
                .path("trustAnchor")
                .path("trustAnchorArn")
                .asText();
    }

    /** Creates an enabled profile with these roles, and answers its ARN. */
    public String profile(List<String> roleArns) {
        ObjectNode request = Json.object().put("name", "certfleet").put("enabled", true);
        roleArns.forEach(request.putArray("roleArns")::add);
        return profiles.create(request).path("profile").path("profileArn").asText();
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
        return switch (call.operation()) {
            case "CreateSession" -> Answer.json(201, sessions.create(call));
            case "ImportCrl" -> Answer.json(201, crls.importCrl(call.json()));
            case "CreateTrustAnchor" -> Answer.json(201, anchors.create(call.json()));
            case "CreateProfile" -> Answer.json(201, profiles.create(call.json()));
            case "TagResource" -> Answer.json(201, tags.tag(call.json()));
            default -> Answer.json(serve(call));
        };
    }

    private ObjectNode serve(Call call) {
        String id = Route.id(call.path());
        return switch (call.operation()) {
            case "ListCrls" -> crls.list(call);
            case "GetCrl" -> crls.get(id);
            case "UpdateCrl" -> crls.update(id, call.json());
            case "DeleteCrl" -> crls.delete(id);
            case "EnableCrl" -> crls.enable(id, true);
            case "DisableCrl" -> crls.enable(id, false);
            case "ListTrustAnchors" -> anchors.list(call);
            case "GetTrustAnchor" -> anchors.get(id);
            case "UpdateTrustAnchor" -> anchors.update(id, call.json());
            case "DeleteTrustAnchor" -> anchors.delete(id);
            case "EnableTrustAnchor" -> anchors.enable(id, true);
            case "DisableTrustAnchor" -> anchors.enable(id, false);
            case "PutNotificationSettings" -> anchors.putNotifications(call.json());
            case "ResetNotificationSettings" -> anchors.resetNotifications(call.json());
            case "ListProfiles" -> profiles.list(call);
            case "GetProfile" -> profiles.get(id);
            case "UpdateProfile" -> profiles.update(id, call.json());
            case "DeleteProfile" -> profiles.delete(id);
            case "EnableProfile" -> profiles.enable(id, true);
            case "DisableProfile" -> profiles.enable(id, false);
            case "ListSubjects" -> subjects.list(call);
            case "GetSubject" -> subjects.get(id);
            case "ListTagsForResource" -> tags.list(call.query().getOrDefault("resourceArn", ""));
            case "UntagResource" -> tags.untag(call.json());
            default -> throw AwsService.unknown(call);
        };
    }
}
