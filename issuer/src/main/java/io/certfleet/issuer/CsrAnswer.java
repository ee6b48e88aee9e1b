package io.certfleet.issuer;

import io.certfleet.message.Serial;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What generate-csr printed: the rotation that it served, and the CSR.
 *
 * @param held the serial of the certificate that the host says it works with; empty if it has none, does not say, or says
 *     what is not a serial. It is the host's word, and proves nothing
 */
record CsrAnswer(String rotationId, Optional<Serial> held, String csr) {
    private static final Pattern FORM =
            Pattern.compile("certfleet generate-csr ([0-9a-f-]{36})(?: holds ([\\x21-\\x7e]{1,200}))?[ \\t]*\\R"
                    + "(-----BEGIN CERTIFICATE REQUEST-----\\R[A-Za-z0-9+/=\\s]+"
                    + "-----END CERTIFICATE REQUEST-----)\\s*");

    /** Reads a script's output; empty if it is anything else than what the script prints. */
    static Optional<CsrAnswer> of(String output) {
        Matcher matcher = FORM.matcher(output);
        return matcher.matches()
                ? Optional.of(new CsrAnswer(matcher.group(1), serial(matcher.group(2)), matcher.group(3) + "\n"))
                : Optional.empty();
    }

    private static Optional<Serial> serial(String word) {
        try {
            return Optional.ofNullable(word).map(Serial::new);
        } catch (IllegalArgumentException e) {
            // "-" for none; a certificate of another CA's may have a number that RFC 5280 does not know.
            return Optional.empty();
        }
    }
}
