package io.certfleet.deployer;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Serial;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A certificate as the CA issued it.
 *
 * @param chainPem the CA's certificate and those above it
 */
record IssuedCertificate(String arn, X509Certificate x509, String chainPem) {

    static IssuedCertificate of(String arn, String pem, String chainPem) {
        try {
            X509Certificate x509 = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return new IssuedCertificate(arn, x509, chainPem);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the CA's certificate " + arn + " cannot be read", e);
        }
    }

    /** The subject's common name; empty without one, or with several, also if they stand in one part of the subject. */
    Optional<String> commonName() {
        return name("CN");
    }

    /** The one value of this type in the subject. */
    Optional<String> name(String type) {
        return subject()
                .map(parts -> parts.getOrDefault(type, List.of()))
                .filter(names -> names.size() == 1)
                .map(List::getFirst);
    }

    /** The values of each part of the subject, by its type; empty if it cannot be read. */
    Optional<Map<String, List<String>>> subject() {
        Map<String, List<String>> subject = new HashMap<>();
        try {
            for (Rdn rdn : new LdapName(x509.getSubjectX500Principal().getName()).getRdns()) {
                for (Attribute part : Collections.list(rdn.toAttributes().getAll())) {
                    List<String> values =
                            subject.computeIfAbsent(part.getID().toUpperCase(Locale.ROOT), _ -> new ArrayList<>());
                    for (Object value : Collections.list(part.getAll())) {
                        // A type that has no name keeps its value in binary form.
                        values.add(
                                value instanceof byte[] binary ? HexFormat.of().formatHex(binary) : value.toString());
                    }
                }
            }
        } catch (NamingException e) {
            return Optional.empty();
        }
        return Optional.of(subject);
    }

    Serial serial() {
        return Serial.of(x509.getSerialNumber());
    }

    /** As a revocation names it. */
    ListedCertificate listed() {
        return new ListedCertificate(serial(), notAfter(), Optional.of(arn));
    }

    Instant notBefore() {
        return x509.getNotBefore().toInstant();
    }

    Instant notAfter() {
        return x509.getNotAfter().toInstant();
    }

    /** SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal: how a certificate is told to be ours. */
    String keyDigest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(x509.getPublicKey().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
