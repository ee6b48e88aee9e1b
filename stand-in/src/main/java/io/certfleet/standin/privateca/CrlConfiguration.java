package io.certfleet.standin.privateca;

import io.certfleet.standin.gateway.AwsError;
import java.time.Duration;
import java.util.Optional;

/** Where and for how long a CA publishes its complete CRL (API reference, CrlConfiguration). */
public record CrlConfiguration(String bucket, String accessControlList, Duration lifetime, Optional<String> path) {
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
}
