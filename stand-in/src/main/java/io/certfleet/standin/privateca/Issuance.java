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
        Asked asked,
        Instant notAfter,
        Optional<byte[]> der,
        boolean failed,
        Optional<Revocation> revocation) {

    /** Who asked for it, and with which idempotency token. */
    record Asked(String caller, Optional<String> token) {}

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

    /** One that is pending. */
    static Issuance of(ToBeSigned wanted, String arn, Asked asked) {
        Instant end = wanted.validity().notAfter();
        return new Issuance(wanted.serial(), arn, asked, end, Optional.empty(), false, Optional.empty());
    }

    Issuance signed(byte[] certificate) {
        return new Issuance(serial, arn, asked, notAfter, Optional.of(certificate), false, revocation);
    }

    Issuance asFailed() {
        return new Issuance(serial, arn, asked, notAfter, Optional.empty(), true, revocation);
    }

    Issuance revoked(Revocation how) {
        return new Issuance(serial, arn, asked, notAfter, der, failed, Optional.of(how));
    }
}
