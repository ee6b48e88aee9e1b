package io.certfleet.standin.privateca;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One certificate that was asked for: pending, signed or failed, and perhaps revoked.
 *
 * @param der the certificate, empty until it is signed
 * @param failed whether the CA gave up
 */
record Issuance(
        BigInteger serial,
        String arn,
        String caller,
        Optional<String> token,
        Optional<byte[]> der,
        boolean failed,
        Instant notAfter,
        Optional<Revocation> revocation) {

    /** When a certificate was revoked and why, the reason as RFC 5280's number. */
    record Revocation(Instant time, int reason) {}

    /** The serial as in the ARN: 32 hexadecimal digits, leading zeros kept. */
    static String hex(BigInteger serial) {
        return HexFormat.of().toHexDigits(serial.shiftRight(64).longValue())
                + HexFormat.of().toHexDigits(serial.longValue());
    }

    String serialHex() {
        return hex(serial);
    }

    Issuance signed(byte[] certificate) {
        return new Issuance(serial, arn, caller, token, Optional.of(certificate), false, notAfter, revocation);
    }

    Issuance asFailed() {
        return new Issuance(serial, arn, caller, token, Optional.empty(), true, notAfter, revocation);
    }

    Issuance revoked(Revocation how) {
        return new Issuance(serial, arn, caller, token, der, failed, notAfter, Optional.of(how));
    }
}
