package io.certfleet.standin.s3.configuration;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A part of a bucket's configuration, which S3 takes, keeps and answers as a document. */
public enum Subresource {
    ACL(
            "acl",
            "Acl",
            "<AccessControlPolicy><Owner><ID>owner</ID></Owner><AccessControlList><Grant><Grantee"
                    + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>owner</ID>"
                    + "</Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>"
                    + "</AccessControlPolicy>",
            ""),
    ACCELERATE("accelerate", "AccelerateConfiguration", "<AccelerateConfiguration/>", ""),
    CORS("cors", "Cors", "", "NoSuchCORSConfiguration"),
    // "Amazon S3 encrypts every new object" (user guide, "Setting default server-side encryption behavior").
    ENCRYPTION(
            "encryption",
            "Encryption",
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256"
                    + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled>"
                    + "</Rule></ServerSideEncryptionConfiguration>",
            ""),
    LIFECYCLE("lifecycle", "LifecycleConfiguration", "", "NoSuchLifecycleConfiguration"),
    LOGGING("logging", "Logging", "<BucketLoggingStatus/>", ""),
    NOTIFICATION("notification", "NotificationConfiguration", "<NotificationConfiguration/>", ""),
    OBJECT_LOCK("object-lock", "ObjectLockConfiguration", "", "ObjectLockConfigurationNotFoundError"),
    // Both as new buckets have them (user guide, "Default settings for new S3 buckets").
    OWNERSHIP(
            "ownershipControls",
            "OwnershipControls",
            "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
            "OwnershipControlsNotFoundError"),
    PUBLIC_ACCESS(
            "publicAccessBlock",
            "PublicAccessBlock",
            "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true"
                    + "</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true"
                    + "</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
            "NoSuchPublicAccessBlockConfiguration"),
    POLICY("policy", "Policy", "", "NoSuchBucketPolicy"),
    REPLICATION("replication", "Replication", "", "ReplicationConfigurationNotFoundError"),
    REQUEST_PAYMENT(
            "requestPayment",
            "RequestPayment",
            "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
            ""),
    TAGGING("tagging", "Tagging", "", "NoSuchTagSet"),
    VERSIONING("versioning", "Versioning", "<VersioningConfiguration/>", ""),
    WEBSITE("website", "Website", "", "NoSuchWebsiteConfiguration");

    private final String parameter;
    private final String noun;
    private final String initial;
    private final String missing;

    Subresource(String parameter, String noun, String initial, String missing) {
        this.parameter = parameter;
        this.noun = noun;
        this.initial = initial;
        this.missing = missing;
    }

    /** The one that a query string names. */
    public static Optional<Subresource> of(Set<String> query) {
        return Arrays.stream(values())
                .filter(one -> query.contains(one.parameter))
                .findFirst();
    }

    /** The one of an operation, for example PutBucketPolicy. */
    public static Optional<Subresource> ofOperation(String operation) {
        return Arrays.stream(values())
                .filter(one -> operation.matches("(Get|Put|Delete)Bucket" + one.noun))
                .findFirst();
    }

    /** The operation that a method means here. */
    public Optional<String> operation(String method) {
        return switch (method) {
            case "GET" -> Optional.of("GetBucket" + noun);
            case "PUT" -> Optional.of("PutBucket" + noun);
            case "DELETE" -> Optional.of("DeleteBucket" + noun);
            default -> Optional.empty();
        };
    }

    /** What a new bucket has; empty for nothing. */
    String initial() {
        return initial;
    }

    /** The code of the error where there is none; empty where there always is one. */
    String missing() {
        return missing;
    }
}
