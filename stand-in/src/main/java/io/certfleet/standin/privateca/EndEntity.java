package io.certfleet.standin.privateca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;

/** An end-entity certificate as a template of Private CA makes it from a CSR and the call. */
record EndEntity(
        BigInteger serial,
        Template template,
        SigningRequest request,
        Optional<X500Name> givenSubject,
        ValidityPeriod validity,
        String signingAlgorithm)
        implements ToBeSigned {

    @Override
    public X509CertificateHolder sign(CaIdentity ca, Optional<String> crlAddress) {
        X500Name subject = givenSubject.orElse(request.subject());
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                ca.certificate().getSubject(),
                serial,
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                subject,
                request.publicKey());
        try {
            BcX509ExtensionUtils identifiers = new BcX509ExtensionUtils();
            Optional<GeneralNames> names = request.alternativeNames();
            if (names.isPresent()) {
                // RFC 5280 section 4.2.1.6: critical where the subject is empty.
                builder.addExtension(Extension.subjectAlternativeName, subject.getRDNs().length == 0, names.get());
            }
            builder.addExtension(Extension.basicConstraints, false, new BasicConstraints(false));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(ca.certificate().getSubjectPublicKeyInfo()));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(request.publicKey()));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(template.purposes().toArray(KeyPurposeId[]::new)));
            if (crlAddress.isPresent()) {
                builder.addExtension(Extension.cRLDistributionPoints, false, distributionPoint(crlAddress.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing an extension", e);
        }
        return builder.build(ca.signer(signingAlgorithm));
    }

    @Override
    public boolean onCrl() {
        return true;
    }

    private static CRLDistPoint distributionPoint(String address) {
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, address));
        return new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(new DistributionPointName(names), null, null)});
    }
}
