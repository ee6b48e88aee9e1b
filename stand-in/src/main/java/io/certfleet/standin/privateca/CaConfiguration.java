package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * What CreateCertificateAuthority asks for.
 *
 * @param type ROOT or SUBORDINATE
 * @param usageMode SHORT_LIVED_CERTIFICATE signs for seven days at most
 */
record CaConfiguration(
        String type,
        X500Name subject,
        String keyAlgorithm,
        String signingAlgorithm,
        String usageMode,
        String keyStorage,
        Optional<CrlConfiguration> crl) {
    private static final String SHORT_LIVED = "SHORT_LIVED_CERTIFICATE";
    private static final String GENERAL_PURPOSE = "GENERAL_PURPOSE";
    private static final String KEY_STORAGE = "FIPS_140_2_LEVEL_3_OR_HIGHER";
    private static final Set<String> KEY_ALGORITHMS =
            Set.of("RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1");

    /** Checks a request as Private CA does. */
    static CaConfiguration of(JsonNode request) {
        JsonNode configuration = request.path("CertificateAuthorityConfiguration");
        String keyAlgorithm =
                oneOf(KEY_ALGORITHMS, configuration.path("KeyAlgorithm").asText(), "keyAlgorithm");
        String signingAlgorithm = configuration.path("SigningAlgorithm").asText();
        if (!CaIdentity.signsWith(keyAlgorithm, signingAlgorithm)) {
            throw invalid("The signing algorithm " + signingAlgorithm + " does not match the key algorithm "
                    + keyAlgorithm + ".");
        }
        if (configuration.hasNonNull("CsrExtensions")) {
            throw invalid("CsrExtensions are not served here.");
        }
        JsonNode revocation = request.path("RevocationConfiguration");
        refuseOcsp(revocation);
        return new CaConfiguration(
                oneOf(
                        Set.of("ROOT", "SUBORDINATE"),
                        request.path("CertificateAuthorityType").asText(),
                        "certificateAuthorityType"),
                Subject.name(configuration.path("Subject"), "Subject"),
                keyAlgorithm,
                signingAlgorithm,
                oneOf(
                        Set.of(SHORT_LIVED, GENERAL_PURPOSE),
                        request.path("UsageMode").asText(GENERAL_PURPOSE),
                        "usageMode"),
                request.path("KeyStorageSecurityStandard").asText(KEY_STORAGE),
                CrlConfiguration.of(revocation.path("CrlConfiguration")));
    }

    /** The configuration of the CA that a run begins with. */
    static CaConfiguration of(CaSettings settings) {
        return new CaConfiguration(
                "ROOT",
                new X500Name("CN=Certfleet local root,O=Certfleet"),
                settings.keyAlgorithm(),
                CaIdentity.usualSigningAlgorithm(settings.keyAlgorithm()),
                settings.shortLived() ? SHORT_LIVED : GENERAL_PURPOSE,
                KEY_STORAGE,
                Optional.of(new CrlConfiguration(
                        settings.crlBucket(), "BUCKET_OWNER_FULL_CONTROL", settings.crlLifetime(), Optional.empty())));
    }

    /** The same with the revocation that UpdateCertificateAuthority asks for. */
    CaConfiguration withRevocation(JsonNode revocation) {
        refuseOcsp(revocation);
        return new CaConfiguration(
                type,
                subject,
                keyAlgorithm,
                signingAlgorithm,
                usageMode,
                keyStorage,
                CrlConfiguration.of(revocation.path("CrlConfiguration")));
    }

    private static void refuseOcsp(JsonNode revocation) {
        if (revocation.at("/OcspConfiguration/Enabled").asBoolean()) {
            throw invalid("OCSP is not served here.");
        }
    }

    boolean shortLived() {
        return usageMode.equals(SHORT_LIVED);
    }

    boolean root() {
        return type.equals("ROOT");
    }

    /** RevocationConfiguration as an answer shows it. */
    ObjectNode revocation() {
        ObjectNode revocation = Json.object();
        revocation.set(
                "CrlConfiguration",
                crl.map(CrlConfiguration::json).orElse(Json.object().put("Enabled", false)));
        revocation.putObject("OcspConfiguration").put("Enabled", false);
        return revocation;
    }

    private static String oneOf(Set<String> values, String value, String field) {
        if (!values.contains(value)) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + value + "' at '" + field
                            + "' failed to satisfy constraint: Member must satisfy enum value set: " + values);
        }
        return value;
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidArgsException", message);
    }
}
