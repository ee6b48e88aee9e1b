package io.certfleet.issuer;

import io.certfleet.rotation.KeyAlgorithm;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
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
    static CertificateSigningRequest of(String pem, String hostId, KeyAlgorithm keyAlgorithm) throws RefusedException {
        JcaPKCS10CertificationRequest request = parse(pem);
        try {
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new RefusedException("the CSR's signature is not of its key");
            }
            if (!keyAlgorithm.made(key)) {
                throw new RefusedException("the CSR's key is not " + keyAlgorithm.word());
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

    private static String digest(PublicKey key) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    }
}
