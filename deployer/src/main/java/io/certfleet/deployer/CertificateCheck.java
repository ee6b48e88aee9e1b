package io.certfleet.deployer;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at what the CA signed before it goes to the host: a template or a CA that was changed must not widen an identity. */
final class CertificateCheck {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    // Private CA sets notBefore an hour back, for clocks that are late.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration ROUNDING = Duration.ofMinutes(1);

    private CertificateCheck() {}

    /** What is wrong with the certificate of this host; empty if nothing is. */
    static Optional<String> violation(
            IssuedCertificate certificate, String hostId, String keyDigest, Duration validity) {
        X509Certificate x509 = certificate.x509();
        try {
            if (!certificate.commonName().equals(Optional.of(hostId))) {
                return Optional.of("its subject is " + x509.getSubjectX500Principal());
            }
            if (!certificate.keyDigest().equals(keyDigest)) {
                return Optional.of("its key is not the one that was asked for");
            }
            if (x509.getSubjectAlternativeNames() != null) {
                return Optional.of("it has subject alternative names");
            }
            if (x509.getBasicConstraints() >= 0) {
                return Optional.of("it is a CA's");
            }
            if (!List.of(CLIENT_AUTHENTICATION).equals(x509.getExtendedKeyUsage())) {
                return Optional.of("its extended key usage is " + x509.getExtendedKeyUsage());
            }
        } catch (CertificateParsingException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
        Duration lifetime = Duration.between(certificate.notBefore(), certificate.notAfter());
        return lifetime.compareTo(validity.plus(BACKDATED).plus(ROUNDING)) > 0
                ? Optional.of("it lives " + lifetime)
                : Optional.empty();
    }
}
