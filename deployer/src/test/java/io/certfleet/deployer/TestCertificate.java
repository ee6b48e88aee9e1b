package io.certfleet.deployer;

import io.certfleet.rotation.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate as the CA signs it for a host, or one that differs in what a test names. */
final class TestCertificate {
    private static final KeyPair CA = key();

    private final String serial;
    private final KeyPair key = key();
    private String subject = "CN=" + DeployerBench.ID + ",O=Example";
    private Instant notBefore = DeployerBench.START.minus(Duration.ofHours(1));
    private Instant notAfter = DeployerBench.START.plus(Duration.ofDays(7));
    private Optional<ExtendedKeyUsage> usage = Optional.of(new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    private boolean ofCa;
    private Optional<GeneralName> alternativeName = Optional.empty();

    private TestCertificate(String serial) {
        this.serial = serial;
    }

    static TestCertificate of(String serial) {
        return new TestCertificate(serial);
    }

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    TestCertificate subject(String name) {
        subject = name;
        return this;
    }

    TestCertificate from(Instant time) {
        notBefore = time;
        return this;
    }

    TestCertificate until(Instant time) {
        notAfter = time;
        return this;
    }

    TestCertificate usage(KeyPurposeId... purposes) {
        usage = purposes.length == 0 ? Optional.empty() : Optional.of(new ExtendedKeyUsage(purposes));
        return this;
    }

    TestCertificate ofCa() {
        ofCa = true;
        return this;
    }

    TestCertificate alternativeName(GeneralName name) {
        alternativeName = Optional.of(name);
        return this;
    }

    String arn() {
        return Row.arn(serial);
    }

    Instant notAfter() {
        return notAfter;
    }

    String keyDigest() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(key.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        try (StringWriter pem = new StringWriter();
                JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name("CN=CA"),
                    new BigInteger(serial, 16),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    new X500Name(subject),
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ofCa));
            if (usage.isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, false, usage.get());
            }
            if (alternativeName.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternativeName.get()));
            }
            writer.writeObject(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(CA.getPrivate())));
            writer.flush();
            return pem.toString();
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    IssuedCertificate issued() {
        return IssuedCertificate.of(arn(), pem(), "chain");
    }
}
