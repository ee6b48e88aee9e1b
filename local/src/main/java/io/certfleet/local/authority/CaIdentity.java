package io.certfleet.local.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The root CA's key and self-signed certificate; the key never leaves the process. */
final class CaIdentity {
    private static final Set<String> SHA2 = Set.of("SHA256", "SHA384", "SHA512");
    private static final Duration LIFETIME = Duration.ofDays(3650);

    private final String keyAlgorithm;
    private final KeyPair keys;
    private final X509CertificateHolder certificate;

    private CaIdentity(String keyAlgorithm, KeyPair keys, X509CertificateHolder certificate) {
        this.keyAlgorithm = keyAlgorithm;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new key and its certificate; the algorithm is named as Private CA names it, for example RSA_2048. */
    static CaIdentity create(X500Name subject, String keyAlgorithm, Instant now) {
        try {
            KeyPair keys = generate(keyAlgorithm);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(128, new SecureRandom()),
                    Date.from(now.minus(ValidityPeriod.BACKDATE)),
                    Date.from(now.plus(LIFETIME)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
            ContentSigner self =
                    new JcaContentSignerBuilder("SHA256with" + family(keyAlgorithm)).build(keys.getPrivate());
            return new CaIdentity(keyAlgorithm, keys, builder.build(self));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("creating the CA with a key of " + keyAlgorithm, e);
        }
    }

    private static KeyPair generate(String keyAlgorithm) throws GeneralSecurityException {
        if (keyAlgorithm.startsWith("EC_")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(
                    new ECGenParameterSpec(keyAlgorithm.substring(3).replace("prime256v1", "secp256r1")));
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(Integer.parseInt(keyAlgorithm.substring("RSA_".length())));
        return generator.generateKeyPair();
    }

    private static String family(String keyAlgorithm) {
        return keyAlgorithm.startsWith("EC_") ? "ECDSA" : "RSA";
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    X509CertificateHolder certificate() {
        return certificate;
    }

    /** Is this one of Private CA's signing algorithms, and of the family of our key? */
    boolean signsWith(String signingAlgorithm) {
        String suffix = "WITH" + family(keyAlgorithm);
        return signingAlgorithm.endsWith(suffix)
                && SHA2.contains(signingAlgorithm.substring(0, signingAlgorithm.length() - suffix.length()));
    }

    /** The signing algorithm that the CA uses for its own certificate and its CRLs. */
    String defaultSigningAlgorithm() {
        return "SHA256WITH" + family(keyAlgorithm);
    }

    ContentSigner signer(String signingAlgorithm) {
        try {
            return new JcaContentSignerBuilder(signingAlgorithm).build(keys.getPrivate());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("signing with " + signingAlgorithm, e);
        }
    }
}
