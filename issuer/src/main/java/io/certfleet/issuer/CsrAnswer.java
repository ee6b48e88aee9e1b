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
    private static final Pattern HEAD =
            Pattern.compile("certfleet generate-csr ([0-9a-f-]{36})(?: holds ([\\x21-\\x7e]{1,200}))?");
    private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";
    private static final String END = "-----END CERTIFICATE REQUEST-----";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=]+");

    /**
     * Reads a script's standard output: what stands between our own lines, whatever other programs of the host print
     * before, after or between them. Empty if it is not there whole.
     */
    static Optional<CsrAnswer> of(String standardOutput) {
        Matcher head = HEAD.matcher("");
        boolean begun = false;
        StringBuilder csr = new StringBuilder();
        for (String line : standardOutput.lines().map(String::strip).toList()) {
            if (HEAD.matcher(line).matches()) {
                begun = head.reset(line).matches();
                csr.setLength(0);
            } else if (begun && line.equals(BEGIN)) {
                csr.setLength(0);
                csr.append(BEGIN).append('\n');
            } else if (line.equals(END) && !csr.isEmpty()) {
                return Optional.of(new CsrAnswer(
                        head.group(1),
                        serial(head.group(2)),
                        csr.append(END).append('\n').toString()));
            } else if (!csr.isEmpty() && BASE64.matcher(line).matches()) {
                csr.append(line).append('\n');
            }
        }
        return Optional.empty();
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
