package io.certfleet.local.anywhere;

import java.nio.file.Path;
import java.util.List;

/**
 * What Roles Anywhere of the stand-in is created with: one trust anchor and one profile.
 *
 * @param caArn the CA behind the trust anchor
 * @param caCertificate its certificate in PEM
 * @param roleArns the roles of the profile
 * @param folder where the decisions on sessions are logged, in {@code sessions.jsonl}
 */
public record AnywhereSettings(
        String region, String account, String caArn, String caCertificate, List<String> roleArns, Path folder) {

    /** Keeps a copy of the roles. */
    public AnywhereSettings {
        roleArns = List.copyOf(roleArns);
    }

    /** The ARN of a resource of Roles Anywhere in this account and Region. */
    String arn(String kind, String id) {
        return "arn:aws:rolesanywhere:" + region + ":" + account + ":" + kind + "/" + id;
    }
}
