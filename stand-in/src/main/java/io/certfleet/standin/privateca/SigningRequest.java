package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.AwsError;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/** A CSR whose self-signature verifies. */
record SigningRequest(X500Name subject, SubjectPublicKeyInfo publicKey, Optional<GeneralNames> alternativeNames) {
    private static final int MAXIMUM = 32_768;

    /** Reads IssueCertificate's Csr (base64 of PEM); fails with MalformedCSRException. */
    static SigningRequest of(String base64) {
        byte[] text;
        try {
            text = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "SerializationException", "Csr is not base64.");
        }
        if (text.length == 0 || text.length > MAXIMUM) {
            throw new AwsError(400, "ValidationException", "Csr must have 1 to " + MAXIMUM + " bytes.");
        }
        byte[] der = Pem.read("(?:NEW )?CERTIFICATE REQUEST", text).orElseThrow(() -> malformed("it is not PEM"));
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
            if (!request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
                throw malformed("its signature does not verify");
            }
            return new SigningRequest(
                    request.getSubject(), request.getSubjectPublicKeyInfo(), names(request.getRequestedExtensions()));
        } catch (IOException | PKCSException | OperatorCreationException | IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static Optional<GeneralNames> names(Extensions extensions) {
        return Optional.ofNullable(extensions)
                .map(present -> GeneralNames.fromExtensions(present, Extension.subjectAlternativeName));
    }

    /** Has it neither subject nor alternative name? Private CA rejects that (API reference, IssueCertificate). */
    boolean nameless() {
        return subject.getRDNs().length == 0 && alternativeNames.isEmpty();
    }

    static AwsError malformed(String why) {
        return new AwsError(400, "MalformedCSRException", "The certificate signing request is invalid: " + why + ".");
    }
}
