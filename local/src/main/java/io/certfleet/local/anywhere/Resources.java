package io.certfleet.local.anywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The one trust anchor and the one profile, which can be read, enabled and disabled. */
final class Resources {
    private static final int HOUR = 3600;

    private final Clock clock;
    private TrustAnchor trustAnchor;
    private Profile profile;

    Resources(AnywhereSettings settings, Clock clock) {
        this.clock = clock;
        Instant now = clock.instant();
        String anchorId = UUID.randomUUID().toString();
        this.trustAnchor = new TrustAnchor(
                anchorId,
                settings.arn("trust-anchor", anchorId),
                settings.caArn(),
                Certificates.parse(settings.caCertificate().getBytes(StandardCharsets.US_ASCII)),
                true,
                now,
                now);
        String profileId = UUID.randomUUID().toString();
        this.profile = new Profile(
                profileId,
                settings.arn("profile", profileId),
                settings.account(),
                settings.roleArns(),
                HOUR,
                true,
                now,
                now);
    }

    synchronized TrustAnchor trustAnchor() {
        return trustAnchor;
    }

    synchronized Profile profile() {
        return profile;
    }

    /** The trust anchor of an ARN. */
    synchronized TrustAnchor trustAnchor(String arn) {
        if (!trustAnchor.arn().equals(arn)) {
            throw Refusal.notFound("Trust anchor " + arn);
        }
        return trustAnchor;
    }

    /** The profile of an ARN. */
    synchronized Profile profile(String arn) {
        if (!profile.arn().equals(arn)) {
            throw Refusal.notFound("Profile " + arn);
        }
        return profile;
    }

    synchronized ObjectNode getTrustAnchor(String id) {
        if (!trustAnchor.id().equals(id)) {
            throw Refusal.notFound("Trust anchor " + id);
        }
        ObjectNode answer = Json.object();
        answer.set("trustAnchor", trustAnchor.json());
        return answer;
    }

    synchronized ObjectNode enableTrustAnchor(String id, boolean enabled) {
        getTrustAnchor(id);
        trustAnchor = trustAnchor.withEnabled(enabled, clock.instant());
        return getTrustAnchor(id);
    }

    synchronized ObjectNode getProfile(String id) {
        if (!profile.id().equals(id)) {
            throw Refusal.notFound("Profile " + id);
        }
        ObjectNode answer = Json.object();
        answer.set("profile", profile.json());
        return answer;
    }

    synchronized ObjectNode enableProfile(String id, boolean enabled) {
        getProfile(id);
        profile = profile.withEnabled(enabled, clock.instant());
        return getProfile(id);
    }

    synchronized ObjectNode listTrustAnchors(Call call) {
        return Page.of("trustAnchors", List.of(trustAnchor.json()), call);
    }

    synchronized ObjectNode listProfiles(Call call) {
        return Page.of("profiles", List.of(profile.json()), call);
    }
}
