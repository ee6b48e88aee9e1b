package io.certfleet.message;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A serial number as a person has it from elsewhere: openssl prints {@code serial=0B3C...} and {@code 0b:3c:...}, the
 * console colons, other programs {@code 0x...} or a decimal number.
 */
final class WrittenSerial {
    private static final Pattern LABEL = Pattern.compile("(?i)^serial(?: number)?\\s*[=:]\\s*");
    private static final Pattern PREFIX = Pattern.compile("^0[xX]");
    // Pairs of digits with one kind of mark between them.
    private static final Pattern PAIRS =
            Pattern.compile("[0-9a-fA-F]{1,2}(?:(?::[0-9a-fA-F]{2})+|(?: [0-9a-fA-F]{2})+|(?:-[0-9a-fA-F]{2})+)");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    // Private CA's are of 16 octets: 32 hexadecimal digits, up to 39 decimal ones.
    private static final int HEX_DIGITS = 32;
    private static final int OCTETS = 16;

    private WrittenSerial() {}

    /** Reads it. Fails with IllegalArgumentException, whose text says what is wrong. */
    static Serial read(String written) {
        String text = LABEL.matcher(written.strip()).replaceFirst("");
        String digits = PREFIX.matcher(text).replaceFirst("");
        if (PAIRS.matcher(digits).matches()) {
            return new Serial(digits.replaceAll("[: -]", ""));
        }
        if (digits.contains(":")) {
            throw new IllegalArgumentException("serial '" + written + "' is not pairs of hexadecimal digits");
        }
        // As many digits as Private CA's have in hexadecimal may be either, and the row and openssl write hexadecimal;
        // with
        // more than those it can only be decimal.
        boolean isDecimal = digits.equals(text)
                && DIGITS.matcher(digits).matches()
                && significant(digits).length() > HEX_DIGITS;
        if (!isDecimal) {
            return new Serial(digits);
        }
        BigInteger number = new BigInteger(digits);
        if (number.bitLength() > OCTETS * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "serial '" + written
                            + "' is longer than those of Private CA, as a decimal number too: write it in hexadecimal, with 0x");
        }
        return Serial.of(number);
    }

    private static String significant(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }
}
