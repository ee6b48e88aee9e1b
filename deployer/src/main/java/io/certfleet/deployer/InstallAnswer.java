package io.certfleet.deployer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What install-certificate printed.
 *
 * @param installed false means "later": nothing is wrong with the certificate, but it could not be proved now
 */
record InstallAnswer(String rotationId, boolean installed, String detail) {
    private static final Pattern FORM = Pattern.compile(
            "^certfleet install-certificate ([0-9a-f-]{36}) (installed|later)(?: (.*))?$", Pattern.MULTILINE);

    /** Reads the script's output; empty if it says neither. */
    static Optional<InstallAnswer> of(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.find()
                ? Optional.of(new InstallAnswer(
                        matcher.group(1),
                        matcher.group(2).equals("installed"),
                        Optional.ofNullable(matcher.group(3)).orElse("")))
                : Optional.empty();
    }
}
