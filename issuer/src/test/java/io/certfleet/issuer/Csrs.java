package io.certfleet.issuer;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Makes CSRs as hosts do, good and bad ones. */
final class Csrs {
    private static final Map<String, KeyPair> KEYS = new HashMap<>();

    private Csrs() {}

    /** The same key whenever it is asked for: making RSA keys takes long. */
    static synchronized KeyPair key(String algorithm) {
        return KEYS.computeIfAbsent(algorithm, Csrs::newKey);
    }

    static KeyPair newKey(String algorithm) {
        try {
            String[] words = algorithm.split("_", -1);
            KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0]);
            switch (words[0]) {
                case "RSA" -> generator.initialize(Integer.parseInt(words[1]));
                case "EC" -> generator.initialize(new ECGenParameterSpec(words[1].replace("prime256v1", "secp256r1")));
                default -> {
                    // Ed25519 has one size.
                }
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(algorithm, e);
        }
    }

    static KeyPair rsaKey(int bits, int exponent) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(bits, BigInteger.valueOf(exponent)));
        return generator.generateKeyPair();
    }

    static String of(String subject, KeyPair key) {
        return of(subject, key, _ -> {});
    }

    static String of(String subject, KeyPair key, Consumer<PKCS10CertificationRequestBuilder> more) {
        return of(subject, key, key, more);
    }

    /** With a signer of its own, the CSR of somebody else's key. */
    static String of(String subject, KeyPair key, KeyPair signer, Consumer<PKCS10CertificationRequestBuilder> more) {
        PKCS10CertificationRequestBuilder builder =
                new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic());
        more.accept(builder);
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(
                    builder.build(new JcaContentSignerBuilder(signatureOf(signer)).build(signer.getPrivate())));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
        return pem.toString();
    }

    private static String signatureOf(KeyPair key) {
        return switch (key.getPublic().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
    }
}
