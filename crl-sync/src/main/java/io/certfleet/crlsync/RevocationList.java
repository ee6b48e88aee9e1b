package io.certfleet.crlsync;

import io.certfleet.message.Serial;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A CRL (RFC 5280, section 5).
 *
 * @param number the CRL number, which only rises (section 5.2.3)
 * @param nextUpdate when the CA has a newer one at the latest
 */
record RevocationList(X509CRL x509, BigInteger number, Instant thisUpdate, Instant nextUpdate, int entries) {
    private static final String CRL_NUMBER = "2.5.29.20";
    private static final String PEM_HEAD = "-----BEGIN X509 CRL-----\n";
    private static final String PEM_FOOT = "\n-----END X509 CRL-----\n";

    /** Reads DER, as the CA writes it, or PEM, as Roles Anywhere keeps it. Fails with IllegalArgumentException. */
    static RevocationList of(byte[] bytes) {
        try {
            X509CRL x509 =
                    (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
            if (x509 == null || x509.getNextUpdate() == null) {
                throw new IllegalArgumentException("it is not a CRL with a nextUpdate");
            }
            // Partitioned and delta CRLs carry one that says that they are not the whole truth (sections 5.2.4, 5.2.5);
            // nothing says that Roles Anywhere heeds it.
            Set<String> critical = x509.getCriticalExtensionOIDs();
            if (critical != null && !critical.isEmpty()) {
                throw new IllegalArgumentException(
                        "it has the critical extensions " + critical + ", so it is not a complete CRL");
            }
            var revoked = x509.getRevokedCertificates();
            return new RevocationList(
                    x509,
                    number(x509),
                    x509.getThisUpdate().toInstant(),
                    x509.getNextUpdate().toInstant(),
                    revoked == null ? 0 : revoked.size());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not a CRL: " + e.getMessage(), e);
        }
    }

    /** The extension's value is an OCTET STRING around an INTEGER; both are short, a number has at most 20 octets. */
    private static BigInteger number(X509CRL x509) {
        byte[] extension = x509.getExtensionValue(CRL_NUMBER);
        if (extension == null
                || extension.length < 5
                || extension[0] != 4
                || extension[2] != 2
                || extension[3] != extension.length - 4) {
            throw new IllegalArgumentException("it has no CRL number");
        }
        return new BigInteger(extension, 4, extension[3]);
    }

    /** When each certificate that it lists was revoked. */
    Map<Serial, Instant> revoked() {
        Map<Serial, Instant> revoked = new LinkedHashMap<>();
        Set<? extends X509CRLEntry> listed = x509.getRevokedCertificates();
        if (listed != null) {
            listed.forEach(entry -> revoked.put(
                    Serial.of(entry.getSerialNumber()),
                    entry.getRevocationDate().toInstant()));
        }
        return revoked;
    }

    /** Whether this CA has signed it. */
    boolean isSignedBy(X509Certificate authority) {
        try {
            x509.verify(authority.getPublicKey());
            return x509.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** As Roles Anywhere takes it. */
    String pem() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(x509.getEncoded());
            return PEM_HEAD + body + PEM_FOOT;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a CRL that was decoded has an encoding", e);
        }
    }
}
