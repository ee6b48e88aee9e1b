package io.certfleet.standin.privateca.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.CaConfiguration;
import io.certfleet.standin.privateca.CaIdentity;
import io.certfleet.standin.privateca.CrlConfiguration;
import io.certfleet.standin.privateca.Subject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** CAs' configurations as requests ask for them, checked as Private CA does, and as answers show them. */
final class Configurations {
    private static final Set<String> KEY_ALGORITHMS =
            Set.of("RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1");
    private static final Set<String> OF_A_CRL =
            Set.of("Enabled", "ExpirationInDays", "S3BucketName", "S3ObjectAcl", "CrlType", "CustomPath");
    private static final Set<String> LISTS = Set.of("PUBLIC_READ", "BUCKET_OWNER_FULL_CONTROL");

    private Configurations() {}

    /** What CreateCertificateAuthority asks for. */
    static CaConfiguration read(JsonNode request) {
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
        return new CaConfiguration(
                oneOf(Set.of("ROOT"), request.path("CertificateAuthorityType").asText(), "certificateAuthorityType"),
                Subject.name(configuration.path("Subject"), "Subject"),
                keyAlgorithm,
                signingAlgorithm,
                oneOf(
                        Set.of(CaConfiguration.SHORT_LIVED, CaConfiguration.GENERAL_PURPOSE),
                        request.path("UsageMode").asText(CaConfiguration.GENERAL_PURPOSE),
                        "usageMode"),
                request.path("KeyStorageSecurityStandard").asText(CaConfiguration.KEY_STORAGE),
                crl(request.path("RevocationConfiguration")));
    }

    /** The CRL that a RevocationConfiguration asks for; empty if it wants none (API reference, CrlConfiguration). */
    static Optional<CrlConfiguration> crl(JsonNode revocation) {
        if (revocation.at("/OcspConfiguration/Enabled").asBoolean()) {
            throw invalid("OCSP is not served here.");
        }
        JsonNode crl = revocation.path("CrlConfiguration");
        if (!crl.path("Enabled").asBoolean()) {
            return Optional.empty();
        }
        crl.fieldNames().forEachRemaining(name -> {
            if (!OF_A_CRL.contains(name)) {
                throw invalid("CrlConfiguration." + name + " is not served here.");
            }
        });
        String bucket = crl.path("S3BucketName").asText();
        int days = crl.path("ExpirationInDays").asInt();
        if (bucket.isEmpty() || days < 1 || days > 5000) {
            throw invalid("An enabled CRL needs an S3BucketName and ExpirationInDays of 1 to 5000.");
        }
        if (!crl.path("CrlType").asText("COMPLETE").equals("COMPLETE")) {
            throw invalid("Partitioned CRLs are not served here.");
        }
        String list = crl.path("S3ObjectAcl").asText("PUBLIC_READ");
        if (!LISTS.contains(list)) {
            throw new AwsError(400, "ValidationException", "S3ObjectAcl is one of " + LISTS);
        }
        Optional<String> path = Optional.ofNullable(crl.path("CustomPath").asText(null));
        return Optional.of(new CrlConfiguration(bucket, list, Duration.ofDays(days), path));
    }

    /** RevocationConfiguration as an answer shows it. */
    static ObjectNode revocation(Optional<CrlConfiguration> crl) {
        ObjectNode revocation = Json.object();
        revocation.set(
                "CrlConfiguration",
                crl.map(Configurations::json).orElse(Json.object().put("Enabled", false)));
        revocation.putObject("OcspConfiguration").put("Enabled", false);
        return revocation;
    }

    private static ObjectNode json(CrlConfiguration crl) {
        ObjectNode json = Json.object()
                .put("Enabled", true)
                .put("ExpirationInDays", crl.lifetime().toDays())
                .put("S3BucketName", crl.bucket())
                .put("S3ObjectAcl", crl.accessControlList())
                .put("CrlType", "COMPLETE");
        crl.path().ifPresent(prefix -> json.put("CustomPath", prefix));
        return json;
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
