package io.certfleet.standin.iam;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What calls of Roles Anywhere need. */
final class RolesAnywhereNeeds {
    private static final Pattern ONE = Pattern.compile("/(crl|trustanchor|profile)/([^/]+)(?:/(?:enable|disable))?");

    private final Account account;

    RolesAnywhereNeeds(Account account) {
        this.account = account;
    }

    Optional<List<Need>> of(Call call) {
        return switch (call.operation()) {
            // Whoever asks for a session has a certificate, and no identity in IAM yet.
            case "CreateSession" -> Optional.of(List.of());
            case "ImportCrl", "ListCrls", "ListTrustAnchors", "ListProfiles" -> one(call, Need.NO_RESOURCE);
            case "GetCrl",
                    "UpdateCrl",
                    "DeleteCrl",
                    "EnableCrl",
                    "DisableCrl",
                    "GetTrustAnchor",
                    "EnableTrustAnchor",
                    "DisableTrustAnchor",
                    "GetProfile",
                    "EnableProfile",
                    "DisableProfile" -> one(call, resource(call.path()));
            default -> Optional.empty();
        };
    }

    private static Optional<List<Need>> one(Call call, String resource) {
        return Optional.of(List.of(new Need("rolesanywhere:" + call.operation(), resource)));
    }

    private String resource(String path) {
        Matcher one = ONE.matcher(path);
        if (!one.matches()) {
            throw new IllegalArgumentException("not a path of a resource: " + path);
        }
        String type = one.group(1).equals("trustanchor") ? "trust-anchor" : one.group(1);
        return account.arn("rolesanywhere", type + "/" + one.group(2));
    }
}
