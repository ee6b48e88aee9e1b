package io.certfleet.standin.rolesanywhere.management;

import java.io.ByteArrayInputStream;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Certificates and CRLs as they arrive: DER, PEM, or base64 in a header. */
public final class Certificates {
    private Certificates() {}

    public static X509Certificate parse(byte[] encoded) {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate: " + e.getMessage(), e);
        }
    }

    /** The certificates of a header: base64 of DER, separated by commas. */
    public static List<X509Certificate> ofHeader(String header) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String base64 : header.split(",", -1)) {
            try {
                certificates.add(parse(Base64.getDecoder().decode(base64.strip())));
            } catch (IllegalArgumentException e) {
                throw Refusal.untrusted();
            }
        }
        return certificates;
    }

    static X509CRL parseCrl(byte[] der) throws CRLException {
        try {
            return (X509CRL) factory().generateCRL(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalStateException("every JDK reads X.509", e);
        }
    }

    private static CertificateFactory factory() throws CertificateException {
        return CertificateFactory.getInstance("X.509");
    }

    public static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    /** The serial in hexadecimal, padded to an even length as Roles Anywhere names sessions after it. */
    public static String serialHex(X509Certificate certificate) {
        String hex = certificate.getSerialNumber().toString(16);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }
}
