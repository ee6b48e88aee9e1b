package io.certfleet.standin.privateca.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.privateca.Authority;
import io.certfleet.standin.privateca.CaChain;
import io.certfleet.standin.privateca.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** What ImportCertificateAuthorityCertificate may give a CA. */
final class ImportedChain {
    private ImportedChain() {}

    static CaChain of(JsonNode request, Authority authority) {
        X509CertificateHolder certificate = parse(decoded(request, "Certificate"));
        Optional<byte[]> above = request.hasNonNull("CertificateChain")
                ? Optional.of(decoded(request, "CertificateChain"))
                : Optional.empty();
        if (!certificate.getSubjectPublicKeyInfo().equals(authority.identity().publicKey())) {
            throw new AwsError(
                    400, "CertificateMismatchException", "The certificate does not match the CA's public key.");
        }
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        if (constraints == null || !constraints.isCA()) {
            throw new AwsError(400, "MalformedCertificateException", "The certificate is not one of a CA.");
        }
        // "CertificateChain: ... must be provided for subordinate CAs" and "should not be provided for root CAs" (API
        // reference and user guide, "Install the CA certificate").
        boolean root = authority.state().configuration().root();
        if (root == above.isPresent()) {
            throw new AwsError(
                    400,
                    "InvalidRequestException",
                    root ? "A root CA has no certificate chain." : "A subordinate CA needs a certificate chain.");
        }
        above.map(ImportedChain::parse)
                .filter(parent -> !parent.getSubject().equals(certificate.getIssuer()))
                .ifPresent(parent -> {
                    throw new AwsError(
                            400, "CertificateMismatchException", "The chain does not begin with the issuer.");
                });
        return new CaChain(certificate, above.map(chain -> new String(chain, StandardCharsets.US_ASCII)));
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
            return new X509CertificateHolder(Pem.read("CERTIFICATE", pem).orElseThrow(ImportedChain::malformed));
        } catch (IOException e) {
            throw malformed();
        }
    }

    private static AwsError malformed() {
        return new AwsError(400, "MalformedCertificateException", "The certificate cannot be read.");
    }
}
