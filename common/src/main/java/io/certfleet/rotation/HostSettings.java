package io.certfleet.rotation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a host's files belong and how its key is made: the row's attributes over the defaults. One that exists is valid:
 * no value can become code, leave its field or climb out of its folder.
 *
 * @param signinghelperPath the folder that holds {@code aws_signing_helper}
 * @param reloadUnit the systemd unit to reload after a switch, if any
 * @param reloadMode systemctl's word for it, {@code reload} if absent; {@code try-reload-or-restart} for a unit without ExecReload
 */
public record HostSettings(
        String certPath,
        String keyPath,
        String csrPath,
        String cacertPath,
        String signinghelperPath,
        String keyAlgorithm,
        String profileArn,
        String roleArn,
        String owner,
        Optional<String> reloadUnit,
        Optional<String> reloadMode) {

    /** The row's attributes that override a default. */
    public static final List<String> ATTRIBUTES = List.of(
            "certPath",
            "keyPath",
            "csrPath",
            "cacertPath",
            "signinghelperPath",
            "keyAlgorithm",
            "profileArn",
            "roleArn",
            "owner",
            "reloadUnit",
            "reloadMode");

    private static final int LONGEST_PATH = 200;
    private static final Pattern PATH =
            Pattern.compile("(/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*|/\\.[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*)+");
    private static final Pattern OWNER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    // Not an option of systemctl.
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9@_.][A-Za-z0-9@_.-]{0,199}\\.service");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]*:(iam|rolesanywhere):[A-Za-z0-9:/_+=,.@-]{1,400}");
    private static final Set<String> RELOAD_MODES = Set.of("reload", "try-reload-or-restart");
    private static final Set<String> ALGORITHMS = Set.of("RSA_2048", "RSA_4096", "EC_prime256v1", "EC_secp384r1");

    /** Fails with InvalidSettingException, which names the attribute and the value. */
    public HostSettings {
        path("certPath", certPath);
        path("keyPath", keyPath);
        path("csrPath", csrPath);
        path("cacertPath", cacertPath);
        path("signinghelperPath", signinghelperPath);
        if (!ALGORITHMS.contains(keyAlgorithm)) {
            throw new InvalidSettingException("keyAlgorithm", keyAlgorithm, "none of " + ALGORITHMS);
        }
        matches("profileArn", profileArn, ARN, "no ARN of a Roles Anywhere profile");
        matches("roleArn", roleArn, ARN, "no ARN of a role");
        matches("owner", owner, OWNER, "no user name");
        reloadUnit.ifPresent(unit -> matches("reloadUnit", unit, UNIT, "no name of a systemd service unit"));
        reloadMode.filter(mode -> !RELOAD_MODES.contains(mode)).ifPresent(mode -> {
            throw new InvalidSettingException("reloadMode", mode, "none of " + RELOAD_MODES);
        });
    }

    private static void path(String attribute, String value) {
        if (value.length() > LONGEST_PATH) {
            throw new InvalidSettingException(attribute, value, "longer than " + LONGEST_PATH + " characters");
        }
        matches(attribute, value, PATH, "no absolute path of letters, digits and ._+@- without '..'");
    }

    private static void matches(String attribute, String value, Pattern pattern, String why) {
        if (!pattern.matcher(value).matches()) {
            throw new InvalidSettingException(attribute, value, why);
        }
    }

    /** The settings of a host: its own attributes where it has some, else the defaults. */
    public static HostSettings of(Map<String, String> attributes) {
        return new HostSettings(
                required(attributes, "certPath"),
                required(attributes, "keyPath"),
                required(attributes, "csrPath"),
                required(attributes, "cacertPath"),
                required(attributes, "signinghelperPath"),
                required(attributes, "keyAlgorithm"),
                required(attributes, "profileArn"),
                required(attributes, "roleArn"),
                required(attributes, "owner"),
                Optional.ofNullable(attributes.get("reloadUnit")),
                Optional.ofNullable(attributes.get("reloadMode")));
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new InvalidSettingException(name, "", "missing");
        }
        return value;
    }

    /** These settings as attributes, for the row. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("certPath", certPath);
        attributes.put("keyPath", keyPath);
        attributes.put("csrPath", csrPath);
        attributes.put("cacertPath", cacertPath);
        attributes.put("signinghelperPath", signinghelperPath);
        attributes.put("keyAlgorithm", keyAlgorithm);
        attributes.put("profileArn", profileArn);
        attributes.put("roleArn", roleArn);
        attributes.put("owner", owner);
        reloadUnit.ifPresent(unit -> attributes.put("reloadUnit", unit));
        reloadMode.ifPresent(mode -> attributes.put("reloadMode", mode));
        return attributes;
    }

    /** The field of both documents' payloads: the unit, the mode before it unless it is {@code reload}, {@code -} for none. */
    public String unitField() {
        return reloadUnit
                .map(unit -> reloadMode
                        .filter(mode -> !mode.equals("reload"))
                        .map(mode -> mode + ":" + unit)
                        .orElse(unit))
                .orElse("-");
    }
}
