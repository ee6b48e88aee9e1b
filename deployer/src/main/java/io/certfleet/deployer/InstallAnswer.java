package io.certfleet.deployer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What install-certificate printed, in its own words. */
record InstallAnswer(String rotationId, Word word, String detail) {
    private static final Pattern FORM = Pattern.compile(
            "^certfleet install-certificate ([0-9a-f-]{36}) (installed|later|needs-new-key)(?: (.*))?$",
            Pattern.MULTILINE);

    /** How it went. */
    enum Word {
        /** The host uses the certificate. */
        INSTALLED,
        /** Nothing is wrong with the certificate, but it could not be proved now. */
        LATER,
        /** The host has lost the key, or has a newer certificate: it was restored from a snapshot, or is another machine. */
        NEEDS_NEW_KEY
    }

    /** Reads the script's output; empty if it says none of these. */
    static Optional<InstallAnswer> of(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.find()
                ? Optional.of(new InstallAnswer(
                        matcher.group(1),
                        wordOf(matcher.group(2)),
                        Optional.ofNullable(matcher.group(3)).orElse("").strip()))
                : Optional.empty();
    }

    private static Word wordOf(String word) {
        return switch (word) {
            case "installed" -> Word.INSTALLED;
            case "later" -> Word.LATER;
            default -> Word.NEEDS_NEW_KEY;
        };
    }
}
