package io.certfleet.standin.privateca;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM blocks (RFC 7468), strict about their label. */
public final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** The block without a newline at its end, as Private CA answers it. */
    public static String of(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----";
    }

    /** The DER in the first block with this label (a regular expression); empty if there is none or it is damaged. */
    public static Optional<byte[]> read(String label, byte[] text) {
        Matcher block = Pattern.compile("-----BEGIN (" + label + ")-----\\s([A-Za-z0-9+/=\\s]+)-----END \\1-----")
                .matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getMimeDecoder().decode(block.group(2)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
