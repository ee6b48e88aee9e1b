package io.certfleet.drill.watch;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jcajce.provider.digest.SHA256;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.util.encoders.Hex;

/**
 * A certificate and a private key that stand together.
 *
 * @param serial the certificate's, as in its ARN
 * @param keyDigest SHA-256 of the public key that belongs to the private one
 * @param matching whether it is the public key in the certificate
 */
record Pair(String serial, String keyDigest, boolean matching) {
    private static final Pair BROKEN = new Pair("unreadable", "unreadable", false);

    /** Reads both, in PEM; what cannot be read matches nothing. */
    static Pair of(String certificate, String key) {
        try {
            X509CertificateHolder holder = certificate(certificate);
            byte[] publicKey = publicKey(key);
            return new Pair(
                    "%032x".formatted(holder.getSerialNumber()),
                    Hex.toHexString(new SHA256.Digest().digest(publicKey)),
                    Arrays.equals(publicKey, holder.getSubjectPublicKeyInfo().getEncoded()));
        } catch (IOException | RuntimeException e) {
            return BROKEN;
        }
    }

    private static X509CertificateHolder certificate(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return (X509CertificateHolder) parser.readObject();
        }
    }

    private static byte[] publicKey(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object object = parser.readObject();
            // "openssl ecparam -genkey" writes the curve first.
            while (!(object instanceof PEMKeyPair) && !(object instanceof PrivateKeyInfo)) {
                object = parser.readObject();
                if (object == null) {
                    throw new IOException("no private key");
                }
            }
            PrivateKeyInfo key = object instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) object;
            return publicKey(PrivateKeyFactory.createKey(key)).getEncoded();
        }
    }

    private static SubjectPublicKeyInfo publicKey(AsymmetricKeyParameter key) throws IOException {
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                switch (key) {
                    case ECPrivateKeyParameters ec -> {
                        BigInteger secret = ec.getD();
                        yield new ECPublicKeyParameters(
                                ec.getParameters().getG().multiply(secret), ec.getParameters());
                    }
                    case RSAPrivateCrtKeyParameters rsa ->
                        new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
                    default -> throw new IOException("neither an RSA nor an EC key");
                });
    }
}
