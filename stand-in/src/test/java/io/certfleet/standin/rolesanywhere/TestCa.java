package io.certfleet.standin.rolesanywhere;

import io.certfleet.standin.privateca.Pem;
import io.certfleet.standin.rolesanywhere.management.Certificates;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that also makes the certificates that a decent one would not. */
record TestCa(KeyPair keys, X509Certificate certificate) {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** What a test changes about a certificate of host mi-1 that is valid for an hour around now. */
    record Wish(
            String subject,
            Instant from,
            Instant until,
            Integer usage,
            Boolean authority,
            String algorithm,
            boolean old) {
        static Wish good() {
            return new Wish(
                    "CN=mi-1",
                    NOW.minus(Duration.ofHours(1)),
                    NOW.plus(Duration.ofHours(1)),
                    KeyUsage.digitalSignature,
                    false,
                    "SHA256withRSA",
                    false);
        }

        Wish subject(String other) {
            return new Wish(other, from, until, usage, authority, algorithm, old);
        }

        Wish from(Instant other) {
            return new Wish(subject, other, until, usage, authority, algorithm, old);
        }

        Wish until(Instant other) {
            return new Wish(subject, from, other, usage, authority, algorithm, old);
        }

        Wish usage(Integer other) {
            return new Wish(subject, from, until, other, authority, algorithm, old);
        }

        Wish authority(Boolean other) {
            return new Wish(subject, from, until, usage, other, algorithm, old);
        }

        Wish algorithm(String other) {
            return new Wish(subject, from, until, usage, authority, other, old);
        }

        Wish version1() {
            return new Wish(subject, from, until, usage, authority, algorithm, true);
        }
    }

    static TestCa root(String name) {
        KeyPair keys = rsa();
        TestCa signer = new TestCa(keys, null);
        Wish wish = Wish.good()
                .subject(name)
                .authority(true)
                .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                .from(NOW.minus(Duration.ofDays(1)))
                .until(NOW.plus(Duration.ofDays(365)));
        return new TestCa(keys, signer.sign(wish, keys, new X500Name(name)));
    }

    TestCa intermediate(String name) {
        KeyPair below = rsa();
        return new TestCa(
                below,
                sign(Wish.good().subject(name).authority(true).usage(KeyUsage.keyCertSign | KeyUsage.cRLSign), below));
    }

    X509Certificate sign(Wish wish, KeyPair host) {
        return sign(
                wish, host, new X500Name(certificate.getSubjectX500Principal().getName()));
    }

    private X509Certificate sign(Wish wish, KeyPair host, X500Name issuer) {
        try {
            BigInteger serial = new BigInteger(120, new SecureRandom());
            X500Name subject = new X500Name(wish.subject());
            ContentSigner signer = new JcaContentSignerBuilder(wish.algorithm()).build(keys.getPrivate());
            Date from = Date.from(wish.from());
            Date until = Date.from(wish.until());
            if (wish.old()) {
                X509v1CertificateBuilder builder =
                        new JcaX509v1CertificateBuilder(issuer, serial, from, until, subject, host.getPublic());
                return Certificates.parse(builder.build(signer).getEncoded());
            }
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(issuer, serial, from, until, subject, host.getPublic());
            if (wish.authority() != null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.authority()));
            }
            if (wish.subject().isEmpty()) {
                // RFC 5280 section 4.1.2.6: an empty subject needs a critical alternative name.
                GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, "host.example.com"));
                builder.addExtension(Extension.subjectAlternativeName, true, names);
            }
            if (wish.usage() != null) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
            }
            return Certificates.parse(builder.build(signer).getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        try {
            return Pem.of("CERTIFICATE", certificate.getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A PEM CRL that lists these certificates; the padding makes it longer. */
    String crl(int padding, X509Certificate... revoked) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    new X500Name(certificate.getSubjectX500Principal().getName()), Date.from(NOW));
            builder.setNextUpdate(Date.from(NOW.plus(Duration.ofDays(7))));
            for (X509Certificate one : revoked) {
                builder.addCRLEntry(one.getSerialNumber(), Date.from(NOW), 1);
            }
            if (padding > 0) {
                builder.addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1"), false, new byte[padding]);
            }
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()))
                    .getEncoded();
            return Pem.of("X509 CRL", der) + "\n";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
