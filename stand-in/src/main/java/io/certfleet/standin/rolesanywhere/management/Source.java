package io.certfleet.standin.rolesanywhere.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/**
 * Whom a trust anchor trusts: a CA of Private CA, or one of somebody's own.
 *
 * @param data the CA's ARN, or its certificate in PEM
 * @param certificate as it was when the source was given: UpdateTrustAnchor reads it anew
 */
record Source(boolean privateCa, String data, X509Certificate certificate) {
    private static final int KEY_CERT_SIGN = 5;

    static Source of(JsonNode source, RolesAnywhereSettings settings) {
        JsonNode data = source.path("sourceData");
        return switch (source.path("sourceType").asText()) {
            case "AWS_ACM_PCA" -> privateCa(data.path("acmPcaArn").asText(), settings);
            case "CERTIFICATE_BUNDLE" -> {
                String pem = data.path("x509CertificateData").asText();
                if (pem.split("-----BEGIN ", -1).length > 2) {
                    throw Refusal.validation("Bundles of more than one certificate are not served here");
                }
                yield new Source(false, pem, ca(pem));
            }
            default ->
                throw Refusal.validation(
                        "Value at 'sourceType' failed to satisfy constraint: [AWS_ACM_PCA, CERTIFICATE_BUNDLE]");
        };
    }

    private static Source privateCa(String arn, RolesAnywhereSettings settings) {
        try {
            return new Source(true, arn, ca(settings.authorities().apply(arn)));
        } catch (AwsError unusable) {
            throw Refusal.validation("The certificate authority " + arn + " cannot be used: " + unusable.getMessage());
        }
    }

    // "Certificate Authority certificates: Basic constraints must include CA: true, Key Usage must include
    // Certificate Sign" (user guide, "Trust model").
    private static X509Certificate ca(String pem) {
        X509Certificate certificate;
        try {
            certificate = Certificates.parse(pem.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw Refusal.validation("Incorrect basic constraints for CA certificate");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || usage == null || !usage[KEY_CERT_SIGN]) {
            throw Refusal.validation("Incorrect basic constraints for CA certificate");
        }
        return certificate;
    }

    ObjectNode json() {
        ObjectNode source = Json.object().put("sourceType", privateCa ? "AWS_ACM_PCA" : "CERTIFICATE_BUNDLE");
        source.putObject("sourceData").put(privateCa ? "acmPcaArn" : "x509CertificateData", data);
        return source;
    }
}
