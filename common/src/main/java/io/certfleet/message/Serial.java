package io.certfleet.message;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A certificate's serial number in hexadecimal, as the last part of its ARN writes it: lower case, 32 digits.
 *
 * <p>Reads what the original wrote too (no leading zeros) and what openssl and the console print (colons, upper case).
 */
public record Serial(String hex) {
    // RFC 5280 section 4.1.2.2: at most 20 octets.
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,40}");
    // Private CA user guide, "Revoke a private certificate": the ARN ends with the serial as openssl prints it, without
    // colons.
    private static final int ARN_DIGITS = 32;

    /** Fails with IllegalArgumentException if this is not a serial number. */
    public Serial {
        String digits = hex.replace(":", "").toLowerCase(Locale.ROOT);
        if (!HEX.matcher(digits).matches()) {
            throw new IllegalArgumentException("serial '" + hex + "' is not hexadecimal of 1 to 40 digits");
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        hex = "0".repeat(Math.max(0, ARN_DIGITS - significant.length())) + significant;
    }

    /** The serial that a text is meant to be; empty if it is not one. */
    public static Optional<Serial> read(String hex) {
        try {
            return Optional.of(new Serial(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The serial of a certificate's X.509 number. */
    public static Serial of(BigInteger number) {
        return new Serial(number.toString(16));
    }

    /** The serial in a certificate's ARN. */
    public static Serial ofArn(String certificateArn) {
        return new Serial(certificateArn.substring(certificateArn.lastIndexOf('/') + 1));
    }

    @Override
    public String toString() {
        return hex;
    }
}
