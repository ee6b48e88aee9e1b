package io.certfleet.standin.privateca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Where and for how long a CA publishes its complete CRL (API reference, CrlConfiguration). */
record CrlConfiguration(String bucket, String accessControlList, Duration lifetime, Optional<String> path) {
    private static final Set<String> SERVED =
            Set.of("Enabled", "ExpirationInDays", "S3BucketName", "S3ObjectAcl", "CrlType", "CustomPath");
    private static final Set<String> LISTS = Set.of("PUBLIC_READ", "BUCKET_OWNER_FULL_CONTROL");

    /** What a request asks for; empty if it wants no CRL. */
    static Optional<CrlConfiguration> of(JsonNode request) {
        if (!request.path("Enabled").asBoolean()) {
            return Optional.empty();
        }
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!SERVED.contains(name)) {
                throw invalid("CrlConfiguration." + name + " is not served here.");
            }
        }
        String bucket = request.path("S3BucketName").asText();
        int days = request.path("ExpirationInDays").asInt();
        if (bucket.isEmpty() || days < 1 || days > 5000) {
            throw invalid("An enabled CRL needs an S3BucketName and ExpirationInDays of 1 to 5000.");
        }
        if (!request.path("CrlType").asText("COMPLETE").equals("COMPLETE")) {
            throw invalid("Partitioned CRLs are not served here.");
        }
        String list = request.path("S3ObjectAcl").asText("PUBLIC_READ");
        if (!LISTS.contains(list)) {
            throw new AwsError(400, "ValidationException", "S3ObjectAcl is one of " + LISTS);
        }
        return Optional.of(new CrlConfiguration(
                bucket,
                list,
                Duration.ofDays(days),
                Optional.ofNullable(request.path("CustomPath").asText(null))));
    }

    /** Private CA looks whether it may write to the bucket as soon as it is told of it, and refuses otherwise. */
    void requireAccess(CrlStore store, String caArn) {
        store.refusal(bucket, accessControlList, caArn).ifPresent(why -> {
            // As reported in hashicorp/terraform-provider-aws#33306, with the reason instead of advice.
            throw new AwsError(
                    400, "ValidationException", "Permission error with your S3 bucket '" + bucket + "': " + why);
        });
    }

    /** The object's key for a CA of this id. */
    String key(String caId) {
        return path.map(prefix -> prefix + "/").orElse("") + "crl/" + caId + ".crl";
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("Enabled", true)
                .put("ExpirationInDays", lifetime.toDays())
                .put("S3BucketName", bucket)
                .put("S3ObjectAcl", accessControlList)
                .put("CrlType", "COMPLETE");
        path.ifPresent(prefix -> json.put("CustomPath", prefix));
        return json;
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidArgsException", message);
    }
}
