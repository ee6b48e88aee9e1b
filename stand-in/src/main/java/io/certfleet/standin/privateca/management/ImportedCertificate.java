package io.certfleet.standin.privateca.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.privateca.Authority;
import io.certfleet.standin.privateca.Pem;
import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** What ImportCertificateAuthorityCertificate may give a CA. */
final class ImportedCertificate {
    private ImportedCertificate() {}

    static X509CertificateHolder of(JsonNode request, Authority authority) {
        X509CertificateHolder certificate = parse(decoded(request, "Certificate"));
        if (!certificate.getSubjectPublicKeyInfo().equals(authority.identity().publicKey())) {
            throw new AwsError(
                    400, "CertificateMismatchException", "The certificate does not match the CA's public key.");
        }
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            throw new AwsError(400, "MalformedCertificateException", "The certificate is not one of a CA.");
        }
        // "CertificateChain: ... should not be provided for root CAs" (user guide, "Install the CA certificate").
        if (request.hasNonNull("CertificateChain")) {
            throw new AwsError(400, "InvalidRequestException", "A root CA has no certificate chain.");
        }
        return certificate;
    }

    private static byte[] decoded(JsonNode request, String field) {
        try {
            return Base64.getDecoder().decode(request.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw new AwsError(400, "SerializationException", field + " is not base64.");
        }
    }

    private static X509CertificateHolder parse(byte[] pem) {
        try {
            return new X509CertificateHolder(Pem.read("CERTIFICATE", pem).orElseThrow(ImportedCertificate::malformed));
        } catch (IOException e) {
            throw malformed();
        }
    }

    private static AwsError malformed() {
        return new AwsError(400, "MalformedCertificateException", "The certificate cannot be read.");
    }
}
