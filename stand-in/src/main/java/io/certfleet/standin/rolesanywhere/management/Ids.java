package io.certfleet.standin.rolesanywhere.management;

import java.util.regex.Pattern;

/** The ids of trust anchors, profiles, CRLs and subjects (API model, Uuid: 36 characters). */
public final class Ids {
    private static final Pattern UUID = Pattern.compile("[a-f0-9]{8}-([a-z0-9]{4}-){3}[a-z0-9]{12}");

    private Ids() {}

    /** The id; refused if it is not a UUID. */
    public static String checked(String id, String member) {
        if (!UUID.matcher(id).matches()) {
            throw Refusal.validation("1 validation error detected: Value '" + id + "' at '" + member
                    + "' failed to satisfy constraint: Member must satisfy regular expression pattern: .*" + UUID
                    + ".*");
        }
        return id;
    }
}
