package io.certfleet.local.anywhere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IAM Roles Anywhere: CRLs, a trust anchor, a profile, and sessions for certificates. */
public final class RolesAnywhere implements AwsService {
    private static final Map<String, String> ROUTES = Map.ofEntries(
            Map.entry("POST /sessions", "CreateSession"),
            Map.entry("POST /crls", "ImportCrl"),
            Map.entry("GET /crls", "ListCrls"),
            Map.entry("GET /crl/", "GetCrl"),
            Map.entry("PATCH /crl/", "UpdateCrl"),
            Map.entry("DELETE /crl/", "DeleteCrl"),
            Map.entry("POST /crl/enable", "EnableCrl"),
            Map.entry("POST /crl/disable", "DisableCrl"),
            Map.entry("GET /trustanchors", "ListTrustAnchors"),
            Map.entry("GET /trustanchor/", "GetTrustAnchor"),
            Map.entry("POST /trustanchor/enable", "EnableTrustAnchor"),
            Map.entry("POST /trustanchor/disable", "DisableTrustAnchor"),
            Map.entry("GET /profiles", "ListProfiles"),
            Map.entry("GET /profile/", "GetProfile"),
            Map.entry("POST /profile/enable", "EnableProfile"),
            Map.entry("POST /profile/disable", "DisableProfile"));
    private static final Pattern ONE = Pattern.compile("/(crl|trustanchor|profile)/([^/]+)(?:/(enable|disable))?");

    private final Resources resources;
    private final Crls crls;
    private final Sessions sessions;

    /** Creates the trust anchor and the profile. */
    public RolesAnywhere(AnywhereSettings settings, Clock clock) {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("preparing " + settings.folder(), e);
        }
        this.resources = new Resources(settings, clock);
        this.crls = new Crls(settings, resources, clock);
        this.sessions = new Sessions(settings, resources, crls, clock);
    }

    /** The trust anchor's ARN. */
    public String trustAnchorArn() {
        return resources.trustAnchor().arn();
    }

    /** The profile's ARN. */
    public String profileArn() {
        return resources.profile().arn();
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
        Matcher one = ONE.matcher(path);
        String route = one.matches()
                ? "/" + one.group(1) + "/" + Optional.ofNullable(one.group(3)).orElse("")
                : path;
        return Optional.ofNullable(ROUTES.get(method + " " + route));
    }

    @Override
    public Answer answer(Call call) {
        return switch (call.operation()) {
            case "CreateSession" -> Answer.json(201, sessions.create(call));
            case "ImportCrl" -> Answer.json(201, crls.importCrl(call.json()));
            default -> Answer.json(serve(call));
        };
    }

    private ObjectNode serve(Call call) {
        Matcher one = ONE.matcher(call.path());
        String id = one.matches() ? one.group(2) : "";
        return switch (call.operation()) {
            case "ListCrls" -> crls.list(call);
            case "GetCrl" -> crls.get(id);
            case "UpdateCrl" -> crls.update(id, call.json());
            case "DeleteCrl" -> crls.delete(id);
            case "EnableCrl" -> crls.enable(id, true);
            case "DisableCrl" -> crls.enable(id, false);
            case "ListTrustAnchors" -> resources.listTrustAnchors(call);
            case "GetTrustAnchor" -> resources.getTrustAnchor(id);
            case "EnableTrustAnchor" -> resources.enableTrustAnchor(id, true);
            case "DisableTrustAnchor" -> resources.enableTrustAnchor(id, false);
            case "ListProfiles" -> resources.listProfiles(call);
            case "GetProfile" -> resources.getProfile(id);
            case "EnableProfile" -> resources.enableProfile(id, true);
            case "DisableProfile" -> resources.enableProfile(id, false);
            default -> throw AwsService.unknown(call);
        };
    }
}
