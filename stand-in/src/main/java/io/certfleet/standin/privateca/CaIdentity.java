package io.certfleet.standin.privateca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A CA's key, which never leaves the process, and its certificate once it has one. */
public final class CaIdentity {
    private static final Set<String> SHA2 = Set.of("SHA256", "SHA384", "SHA512");

    private final X500Name subject;
    private final String keyAlgorithm;
    private final String signingAlgorithm;
    private final KeyPair keys;
    private volatile X509CertificateHolder certificate;

    private CaIdentity(X500Name subject, String keyAlgorithm, String signingAlgorithm, KeyPair keys) {
        this.subject = subject;
        this.keyAlgorithm = keyAlgorithm;
        this.signingAlgorithm = signingAlgorithm;
        this.keys = keys;
    }

    /**
     * A new key without a certificate.
     *
     * @param keyAlgorithm named as Private CA names it, for example RSA_2048
     * @param signingAlgorithm what the CA signs its own CSR and its CRLs with
     */
    static CaIdentity create(X500Name subject, String keyAlgorithm, String signingAlgorithm) {
        try {
            return new CaIdentity(subject, keyAlgorithm, signingAlgorithm, generate(keyAlgorithm));
        } catch (GeneralSecurityException e) {
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

    /** Takes the certificate that the CA signs with from now on. */
    void install(X509CertificateHolder imported) {
        certificate = imported;
    }

    public boolean hasCertificate() {
        return certificate != null;
    }

    public X509CertificateHolder certificate() {
        if (certificate == null) {
            throw new IllegalStateException("the CA " + subject + " has no certificate yet");
        }
        return certificate;
    }

    /** The certificate in PEM, without a newline at its end. */
    String pem() {
        try {
            return Pem.of("CERTIFICATE", certificate().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("writing the certificate of " + subject, e);
        }
    }

    /** Is this the serial of the CA's own certificate? */
    boolean isOwn(BigInteger serial) {
        return hasCertificate() && serial.equals(certificate().getSerialNumber());
    }

    X500Name subject() {
        return subject;
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    public SubjectPublicKeyInfo publicKey() {
        return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    }

    /** The request for the CA's own certificate in PEM. */
    public String request() {
        try {
            return Pem.of(
                    "CERTIFICATE REQUEST",
                    new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                            .build(signer(signingAlgorithm))
                            .getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("writing the CSR of " + subject, e);
        }
    }

    /** Is this one of Private CA's signing algorithms, and of the family of our key? */
    boolean signsWith(String signingAlgorithm) {
        return signsWith(keyAlgorithm, signingAlgorithm);
    }

    /** Is this one of Private CA's signing algorithms, and of the family of such a key? */
    public static boolean signsWith(String keyAlgorithm, String signingAlgorithm) {
        String suffix = "WITH" + family(keyAlgorithm);
        return signingAlgorithm.endsWith(suffix)
                && SHA2.contains(signingAlgorithm.substring(0, signingAlgorithm.length() - suffix.length()));
    }

    /** "The algorithm your private CA uses to sign its own CSR ... and to sign CRLs and OCSP responses" (CreateCertificateAuthority). */
    String signingAlgorithm() {
        return signingAlgorithm;
    }

    static String usualSigningAlgorithm(String keyAlgorithm) {
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
