package io.certfleet.issuer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What generate-csr printed: the rotation that it served, and the CSR. */
record CsrAnswer(String rotationId, String csr) {
    private static final Pattern FORM = Pattern.compile(
            "certfleet generate-csr ([0-9a-f-]{36})(?: holds (?:-|[0-9a-f]{1,64}))?\\R(-----BEGIN CERTIFICATE REQUEST-----\\R[A-Za-z0-9+/=\\s]+"
                    + "-----END CERTIFICATE REQUEST-----)\\s*");

    /** Reads a script's output; empty if it is anything else than what the script prints. */
    static Optional<CsrAnswer> of(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.matches()
                ? Optional.of(new CsrAnswer(matcher.group(1), matcher.group(2) + "\n"))
                : Optional.empty();
    }
}
