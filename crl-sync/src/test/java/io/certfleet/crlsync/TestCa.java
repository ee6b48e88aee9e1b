package io.certfleet.crlsync;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA with a key of its own, which signs whatever CRL a test asks for. */
final class TestCa {
    static final Instant THIS_UPDATE = Instant.parse("2026-11-24T09:00:00Z");
    static final Instant NEXT_UPDATE = Instant.parse("2026-12-01T09:00:00Z");

    private final X500Name name;
    private final KeyPair keys;

    TestCa(String name) {
        this.name = new X500Name("CN=" + name);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate x509() {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(THIS_UPDATE.minus(Duration.ofDays(1))),
                                    Date.from(NEXT_UPDATE.plus(Duration.ofDays(1000))),
                                    name,
                                    keys.getPublic())
                            .build(signer()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its own certificate, as GetCertificateAuthorityCertificate gives it. */
    String certificate() {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(x509());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return pem.toString();
    }

    byte[] crl(long number) {
        return crl(BigInteger.valueOf(number), 1, NEXT_UPDATE);
    }

    /** A CRL in DER with so many entries; without a number or a nextUpdate where these are null. */
    byte[] crl(BigInteger number, int entries, Instant nextUpdate) {
        return signed(builder(number, entries, nextUpdate));
    }

    /** One that covers a part of the certificates only (RFC 5280, section 5.2.5). */
    byte[] partitionedCrl() {
        X509v2CRLBuilder builder = builder(BigInteger.ONE, 1, NEXT_UPDATE);
        try {
            builder.addExtension(
                    Extension.issuingDistributionPoint,
                    true,
                    new IssuingDistributionPoint(
                            new DistributionPointName(new GeneralNames(
                                    new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl/1.crl"))),
                            false,
                            false));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return signed(builder);
    }

    private X509v2CRLBuilder builder(BigInteger number, int entries, Instant nextUpdate) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(THIS_UPDATE));
        if (nextUpdate != null) {
            builder.setNextUpdate(Date.from(nextUpdate));
        }
        for (int serial = 1; serial <= entries; serial++) {
            builder.addCRLEntry(
                    BigInteger.TWO.pow(126).add(BigInteger.valueOf(serial)),
                    Date.from(THIS_UPDATE),
                    CRLReason.keyCompromise);
        }
        if (number != null) {
            try {
                builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return builder;
    }

    private byte[] signed(X509v2CRLBuilder builder) {
        try {
            return builder.build(signer()).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ContentSigner signer() {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
