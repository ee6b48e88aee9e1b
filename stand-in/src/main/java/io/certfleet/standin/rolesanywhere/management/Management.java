package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import java.time.Clock;
import java.util.List;

/** Trust anchors, profiles, CRLs and subjects, as they are created, changed and shown. */
public final class Management {
    private final TrustAnchors anchors;
    private final Profiles profiles;
    private final Crls crls;
    private final Subjects subjects;
    private final ResourceTags tags = new ResourceTags();

    /** None of them yet. */
    public Management(RolesAnywhereSettings settings, Clock clock) {
        this.anchors = new TrustAnchors(settings, tags, clock);
        this.profiles = new Profiles(settings, tags, clock);
        this.crls = new Crls(settings, anchors, tags, clock);
        this.subjects = new Subjects(settings);
    }

    /** The trust anchors. */
    public TrustAnchors anchors() {
        return anchors;
    }

    /** The profiles. */
    public Profiles profiles() {
        return profiles;
    }

    /** The CRLs. */
    public Crls crls() {
        return crls;
    }

    /** Who asked for sessions. */
    public Subjects subjects() {
        return subjects;
    }

    /** Creates an enabled trust anchor on a CA of Private CA, and answers its ARN. */
    public String trust(String caArn) {
        ObjectNode request = Json.object().put("name", "certfleet").put("enabled", true);
        request.putObject("source")
                .put("sourceType", "AWS_ACM_PCA")
                .putObject("sourceData")
                .put("acmPcaArn", caArn);
        return anchors.create(request).at("/trustAnchor/trustAnchorArn").asText();
    }

    /** Creates an enabled profile with these roles, and answers its ARN. */
    public String profile(List<String> roleArns) {
        ObjectNode request = Json.object().put("name", "certfleet").put("enabled", true);
        roleArns.forEach(request.putArray("roleArns")::add);
        return profiles.create(request).at("/profile/profileArn").asText();
    }

    /** Answers any operation but CreateSession; {@code id} is the one in the call's path, if there is one. */
    public Answer answer(Call call, String id) {
        return switch (call.operation()) {
            case "ImportCrl" -> Answer.json(201, crls.importCrl(call.json()));
            case "CreateTrustAnchor" -> Answer.json(201, anchors.create(call.json()));
            case "CreateProfile" -> Answer.json(201, profiles.create(call.json()));
            case "TagResource" -> Answer.json(201, tags.tag(call.json()));
            default -> Answer.json(serve(call, id));
        };
    }

    private ObjectNode serve(Call call, String id) {
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
