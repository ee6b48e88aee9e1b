package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A CA's certificate and, for a subordinate CA, the certificates above it.
 *
 * @param above PEM of the chain without the CA's own certificate
 */
record CaChain(X509CertificateHolder certificate, Optional<String> above) {

    /** What ImportCertificateAuthorityCertificate may give a CA. */
    static CaChain imported(byte[] body, Optional<String> above, CaIdentity ca, CaConfiguration configuration) {
        X509CertificateHolder certificate = parse(body);
        if (!certificate.getSubjectPublicKeyInfo().equals(ca.publicKey())) {
            throw new AwsError(
                    400, "CertificateMismatchException", "The certificate does not match the CA's public key.");
        }
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            throw new AwsError(400, "MalformedCertificateException", "The certificate is not one of a CA.");
        }
        // "CertificateChain: ... must be provided for subordinate CAs" and "should not be provided for root CAs" (API
        // reference and user guide, "Install the CA certificate").
        if (configuration.root() == above.isPresent()) {
            throw new AwsError(
                    400,
                    "InvalidRequestException",
                    configuration.root()
                            ? "A root CA has no certificate chain."
                            : "A subordinate CA needs a certificate chain.");
        }
        above.map(chain -> parse(chain.getBytes(StandardCharsets.US_ASCII)))
                .filter(parent -> !parent.getSubject().equals(certificate.getIssuer()))
                .ifPresent(parent -> {
                    throw new AwsError(
                            400, "CertificateMismatchException", "The chain does not begin with the issuer.");
                });
        return new CaChain(certificate, above);
    }

    private static X509CertificateHolder parse(byte[] pem) {
        try {
            return new X509CertificateHolder(Pem.read("CERTIFICATE", pem).orElseThrow(CaChain::malformed));
        } catch (IOException e) {
            throw malformed();
        }
    }

    private static AwsError malformed() {
        return new AwsError(400, "MalformedCertificateException", "The certificate cannot be read.");
    }

    /** The CA's certificate in PEM, without a newline at its end. */
    String pem() {
        try {
            return Pem.of("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands behind a certificate that the CA signed: its own certificate and those above. */
    String behind() {
        return pem() + above.map(chain -> "\n" + chain.strip()).orElse("");
    }
}
