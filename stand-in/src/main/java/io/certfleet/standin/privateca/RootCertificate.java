package io.certfleet.standin.privateca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** The certificate of a CA, which it signs itself (user guide, "RootCACertificate/V1"). */
record RootCertificate(BigInteger serial, SigningRequest request, ValidityPeriod validity, String signingAlgorithm)
        implements ToBeSigned {

    @Override
    public X509CertificateHolder sign(CaIdentity ca, Optional<String> crlAddress) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                request.subject(),
                serial,
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                request.subject(),
                request.publicKey());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new BcX509ExtensionUtils().createSubjectKeyIdentifier(request.publicKey()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (IOException e) {
            throw new UncheckedIOException("writing an extension", e);
        }
        return builder.build(ca.signer(signingAlgorithm));
    }

    @Override
    public boolean onCrl() {
        return false;
    }
}
