package io.certfleet.standin.privateca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A CA's certificate and, for a subordinate CA, the certificates above it.
 *
 * @param above PEM of the chain without the CA's own certificate
 */
public record CaChain(X509CertificateHolder certificate, Optional<String> above) {

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
