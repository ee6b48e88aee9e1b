package io.certfleet.rotation;

import java.util.List;
import java.util.regex.Pattern;

/** What a host's setting must look like, and what is said of one that does not. */
record SettingFormat(int longest, Pattern pattern, String why) {
    static final SettingFormat PATH = new SettingFormat(
            200,
            Pattern.compile("(/[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*|/\\.[A-Za-z0-9_+@-][A-Za-z0-9._+@-]*)+"),
            "not an absolute path of letters, digits and ._+@- without '..'");
    static final SettingFormat USER = of("[a-z_][a-z0-9_-]{0,31}", "not a user name");
    // Not an option of systemctl.
    static final SettingFormat UNIT =
            of("[A-Za-z0-9@_.][A-Za-z0-9@_.-]{0,199}\\.service", "not the name of a systemd service unit");

    static SettingFormat arn(String what) {
        return of("arn:aws[a-z-]*:(iam|rolesanywhere):[A-Za-z0-9:/_+=,.@-]{1,400}", "not the ARN of " + what);
    }

    static SettingFormat oneOf(String... words) {
        return of(String.join("|", words), "not one of " + List.of(words));
    }

    private static SettingFormat of(String expression, String why) {
        return new SettingFormat(Integer.MAX_VALUE, Pattern.compile(expression), why);
    }

    /** Fails with InvalidSettingException, which names the attribute and the value. */
    void check(String attribute, String value) {
        if (value.length() > longest) {
            throw new InvalidSettingException(attribute, value, "longer than " + longest + " characters");
        }
        if (!pattern.matcher(value).matches()) {
            throw new InvalidSettingException(attribute, value, why);
        }
    }
}
