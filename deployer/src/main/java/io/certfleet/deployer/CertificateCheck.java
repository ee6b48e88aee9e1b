package io.certfleet.deployer;

import io.certfleet.rotation.CertificateTerms;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at what the CA signed before it goes to the host: a template or a CA that was changed must not widen an identity. */
final class CertificateCheck {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    /** Private CA sets notBefore an hour back, for clocks that are late. */
    static final Duration BACKDATED = Duration.ofHours(1);

    private static final Duration ROUNDING = Duration.ofMinutes(1);

    private CertificateCheck() {}

    /** Each part of a subject becomes a principal tag in Roles Anywhere: there may be no other. */
    private static Map<String, List<String>> subject(CertificateTerms terms) {
        Map<String, List<String>> subject = new HashMap<>();
        subject.put("CN", List.of(terms.commonName()));
        terms.organization().ifPresent(name -> subject.put("O", List.of(name)));
        terms.organizationalUnit().ifPresent(name -> subject.put("OU", List.of(name)));
        return subject;
    }

    /** In what the certificate is not what its rotation asked for; empty if it is. */
    static Optional<String> violation(IssuedCertificate certificate, CertificateTerms terms, String keyDigest) {
        X509Certificate x509 = certificate.x509();
        try {
            if (!certificate.subject().equals(Optional.of(subject(terms)))) {
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
        return lifetime.compareTo(terms.validity().plus(BACKDATED).plus(ROUNDING)) > 0
                ? Optional.of("it lives " + lifetime)
                : Optional.empty();
    }
}
