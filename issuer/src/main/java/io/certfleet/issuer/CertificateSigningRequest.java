package io.certfleet.issuer;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A CSR that may be signed (RFC 2986): it proves its key, the key is of the kind that was asked for, and it names the
 * host and nothing else. Extensions and attributes are refused, because Private CA's template copies SANs from a CSR and
 * Roles Anywhere turns SANs into principal tags.
 *
 * @param pem as the CA takes it
 * @param keyDigest SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal
 */
record CertificateSigningRequest(String pem, String keyDigest) {

    /** Why a CSR is refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Reads and checks a host's CSR. */
    static CertificateSigningRequest of(String pem, String hostId, String keyAlgorithm) throws RefusedException {
        JcaPKCS10CertificationRequest request = parse(pem);
        try {
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new RefusedException("the CSR's signature is not of its key");
            }
            if (!isOf(key, keyAlgorithm)) {
                throw new RefusedException("the CSR's key is not " + keyAlgorithm);
            }
            if (!request.getSubject().equals(new X500Name("CN=" + hostId))) {
                throw new RefusedException("the CSR's subject is '" + request.getSubject() + "', not CN=" + hostId);
            }
            if (request.getAttributes().length > 0) {
                throw new RefusedException("the CSR asks for extensions or attributes");
            }
            return new CertificateSigningRequest(pem, digest(key));
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new RefusedException("the CSR cannot be verified: " + e.getMessage());
        }
    }

    private static JcaPKCS10CertificationRequest parse(String pem) throws RefusedException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof org.bouncycastle.pkcs.PKCS10CertificationRequest request) {
                return new JcaPKCS10CertificationRequest(request);
            }
            throw new RefusedException("the host's answer holds no CSR");
        } catch (IOException | RuntimeException e) {
            throw new RefusedException("the host's answer holds no readable CSR: " + e.getMessage());
        }
    }

    private static boolean isOf(PublicKey key, String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "RSA_2048" -> isRsa(key, 2048);
            case "RSA_4096" -> isRsa(key, 4096);
            case "EC_prime256v1" -> isOn(key, "secp256r1");
            case "EC_secp384r1" -> isOn(key, "secp384r1");
            default -> false;
        };
    }

    /** The exponent as openssl makes it: with 1 anybody could sign, and small ones are weak (FIPS 186-5, section 5.1). */
    private static boolean isRsa(PublicKey key, int bits) {
        return key instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() == bits
                && rsa.getPublicExponent().equals(RSAKeyGenParameterSpec.F4);
    }

    private static boolean isOn(PublicKey key, String curve) {
        if (!(key instanceof ECPublicKey ec)) {
            return false;
        }
        try {
            var parameters = java.security.AlgorithmParameters.getInstance("EC");
            parameters.init(new java.security.spec.ECGenParameterSpec(curve));
            var named = parameters.getParameterSpec(java.security.spec.ECParameterSpec.class);
            return named.getCurve().equals(ec.getParams().getCurve())
                    && named.getGenerator().equals(ec.getParams().getGenerator());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK does not know the curve " + curve, e);
        }
    }

    private static String digest(PublicKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    }
}
