package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What a certificate template of Private CA decides (user guide, "AWS Private CA template definitions").
 *
 * <p>All templates here copy subject and alternative names from the CSR; those with API passthrough let the caller
 * override both. Other extensions of a CSR are left out: only CSR passthrough templates, not served here, copy them.
 */
record Template(String name, List<KeyPurposeId> purposes, boolean apiPassthrough) {
    private static final Pattern ARN =
            Pattern.compile("arn:(aws[a-z-]*):acm-pca:::template/(\\w+?)(_APIPassthrough)?/V1");
    private static final String DEFAULT = "EndEntityCertificate";
    private static final String ROOT = "RootCACertificate";
    private static final Map<String, List<KeyPurposeId>> SERVED = Map.of(
            DEFAULT,
            List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
            "EndEntityClientAuthCertificate",
            List.of(KeyPurposeId.id_kp_clientAuth),
            ROOT,
            List.of());

    /** The template of an ARN in our partition; without one, EndEntityCertificate/V1. */
    static Template of(Optional<String> arn, String partition) {
        if (arn.isEmpty()) {
            return new Template(DEFAULT, SERVED.get(DEFAULT), false);
        }
        Matcher parts = ARN.matcher(arn.get());
        if (!parts.matches() || !parts.group(1).equals(partition) || !SERVED.containsKey(parts.group(2))) {
            throw invalid(arn.get());
        }
        Template template = new Template(parts.group(2), SERVED.get(parts.group(2)), parts.group(3) != null);
        if (template.apiPassthrough() && template.selfSigned()) {
            throw invalid(arn.get());
        }
        return template;
    }

    private static AwsError invalid(String arn) {
        return new AwsError(
                400, "InvalidArnException", "The template ARN " + arn + " is not valid or not served here.");
    }

    /** Is it for the self-signed certificate of the CA itself? */
    boolean selfSigned() {
        return name.equals(ROOT);
    }
}
