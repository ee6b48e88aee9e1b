package io.certfleet.standin.s3;

import io.certfleet.standin.iam.CrlWriting;
import io.certfleet.standin.s3.configuration.Configuration;
import io.certfleet.standin.s3.configuration.Subresource;
import java.util.Optional;

/** Whether a bucket takes the CRL of a CA. */
final class CrlAccess {
    private CrlAccess() {}

    /** Why not; empty if it does. */
    static Optional<String> refusal(Bucket bucket, String accessControlList, String caArn) {
        Configuration configuration = bucket.configuration();
        if (accessControlList.equals("PUBLIC_READ")) {
            if (contains(configuration, Subresource.PUBLIC_ACCESS, "<BlockPublicAcls>true<")) {
                return Optional.of("S3 Block Public Access refuses the ACL PUBLIC_READ");
            }
            if (contains(configuration, Subresource.OWNERSHIP, "BucketOwnerEnforced")) {
                return Optional.of("the bucket knows no ACLs but BUCKET_OWNER_FULL_CONTROL");
            }
        }
        return configuration
                .find(Subresource.POLICY)
                .map(policy -> CrlWriting.refusal(policy, "arn:aws:s3:::" + bucket.name(), caArn))
                .orElse(Optional.of("the bucket has no policy"));
    }

    private static boolean contains(Configuration configuration, Subresource subresource, String text) {
        return configuration
                .find(subresource)
                .filter(document -> document.contains(text))
                .isPresent();
    }
}
