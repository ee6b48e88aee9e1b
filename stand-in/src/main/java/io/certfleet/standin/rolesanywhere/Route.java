package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.rolesanywhere.management.Ids;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which operation of the API model a method and a path mean. */
final class Route {
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("POST /sessions", "CreateSession"),
            Map.entry("POST /crls", "ImportCrl"),
            Map.entry("GET /crls", "ListCrls"),
            Map.entry("GET /crl/", "GetCrl"),
            Map.entry("PATCH /crl/", "UpdateCrl"),
            Map.entry("DELETE /crl/", "DeleteCrl"),
            Map.entry("POST /crl/enable", "EnableCrl"),
            Map.entry("POST /crl/disable", "DisableCrl"),
            Map.entry("POST /trustanchors", "CreateTrustAnchor"),
            Map.entry("GET /trustanchors", "ListTrustAnchors"),
            Map.entry("GET /trustanchor/", "GetTrustAnchor"),
            Map.entry("PATCH /trustanchor/", "UpdateTrustAnchor"),
            Map.entry("DELETE /trustanchor/", "DeleteTrustAnchor"),
            Map.entry("POST /trustanchor/enable", "EnableTrustAnchor"),
            Map.entry("POST /trustanchor/disable", "DisableTrustAnchor"),
            Map.entry("PATCH /put-notifications-settings", "PutNotificationSettings"),
            Map.entry("PATCH /reset-notifications-settings", "ResetNotificationSettings"),
            Map.entry("POST /profiles", "CreateProfile"),
            Map.entry("GET /profiles", "ListProfiles"),
            Map.entry("GET /profile/", "GetProfile"),
            Map.entry("PATCH /profile/", "UpdateProfile"),
            Map.entry("DELETE /profile/", "DeleteProfile"),
            Map.entry("POST /profile/enable", "EnableProfile"),
            Map.entry("POST /profile/disable", "DisableProfile"),
            Map.entry("GET /subjects", "ListSubjects"),
            Map.entry("GET /subject/", "GetSubject"),
            Map.entry("GET /ListTagsForResource", "ListTagsForResource"),
            Map.entry("POST /TagResource", "TagResource"),
            Map.entry("POST /UntagResource", "UntagResource"));
    private static final Pattern ONE =
            Pattern.compile("/(crl|trustanchor|profile|subject)/([^/]+)(?:/(enable|disable))?");

    private Route() {}

    static Optional<String> operation(String method, String path) {
        Matcher one = ONE.matcher(path);
        String route = one.matches()
                ? "/" + one.group(1) + "/" + Optional.ofNullable(one.group(3)).orElse("")
                : path;
        return Optional.ofNullable(OPERATIONS.get(method + " " + route));
    }

    /** The id in a path that names one resource, else nothing; an id is a UUID. */
    static String id(String path) {
        Matcher one = ONE.matcher(path);
        return one.matches() ? Ids.checked(one.group(2), one.group(1) + "Id") : "";
    }
}
