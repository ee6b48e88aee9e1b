package io.certfleet.crlsync;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

/**
 * A CRL (RFC 5280, section 5).
 *
 * @param number the CRL number, which only rises (section 5.2.3)
 * @param nextUpdate when the CA has a newer one at the latest
 */
record RevocationList(X509CRL x509, BigInteger number, Instant nextUpdate, int entries) {
    private static final String CRL_NUMBER = "2.5.29.20";
    private static final String PEM_HEAD = "-----BEGIN X509 CRL-----\n";
    private static final String PEM_FOOT = "\n-----END X509 CRL-----\n";

    /** Reads DER, as the CA writes it, or PEM, as Roles Anywhere keeps it. Fails with IllegalArgumentException. */
    static RevocationList of(byte[] bytes) {
        try {
            X509CRL x509 =
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
            if (x509 == null || x509.getNextUpdate() == null) {
                throw new IllegalArgumentException("it is no CRL with a nextUpdate");
            }
            var revoked = x509.getRevokedCertificates();
            return new RevocationList(
                    x509, number(x509), x509.getNextUpdate().toInstant(), revoked == null ? 0 : revoked.size());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is no CRL: " + e.getMessage(), e);
        }
    }

    /** The extension's value is an OCTET STRING around an INTEGER; both are short. */
    private static BigInteger number(X509CRL x509) {
        byte[] extension = x509.getExtensionValue(CRL_NUMBER);
        if (extension == null || extension.length < 5 || extension[0] != 4 || extension[2] != 2) {
            throw new IllegalArgumentException("it has no CRL number");
        }
        return new BigInteger(extension, 4, extension[3]);
    }

    /** Whether this CA has signed it. */
    boolean isSignedBy(X500Principal issuer, PublicKey key) {
        try {
            x509.verify(key);
            return x509.getIssuerX500Principal().equals(issuer);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** As Roles Anywhere takes it. */
    byte[] pem() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(x509.getEncoded());
            return (PEM_HEAD + body + PEM_FOOT).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a CRL that was decoded has an encoding", e);
        }
    }
}
