package io.certfleet.standin.privateca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** A certificate of a CA: our own root's, or that of a CA below us (user guide, "RootCACertificate/V1" and others). */
record CaCertificate(
        BigInteger serial, Template template, SigningRequest request, ValidityPeriod validity, String signingAlgorithm)
        implements ToBeSigned {

    @Override
    public X509CertificateHolder sign(CaIdentity ca, Optional<String> crlAddress) {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                template.selfSigned() ? request.subject() : ca.certificate().getSubject(),
                serial,
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                request.subject(),
                request.publicKey());
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    template.selfSigned() ? new BasicConstraints(true) : new BasicConstraints(template.pathLength()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(request.publicKey()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
            if (!template.selfSigned()) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(ca.publicKey()));
                if (crlAddress.isPresent()) {
                    builder.addExtension(
                            Extension.cRLDistributionPoints, false, EndEntity.distributionPoint(crlAddress.get()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing an extension", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("key identifiers need SHA-1, which every JDK has", e);
        }
        return builder.build(ca.signer(signingAlgorithm));
    }

    @Override
    public boolean onCrl() {
        return !template.selfSigned();
    }
}
