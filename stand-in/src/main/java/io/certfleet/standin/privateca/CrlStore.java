package io.certfleet.standin.privateca;

import java.util.Optional;

/** Where CAs write their CRLs: S3 as Private CA sees it. */
@FunctionalInterface
public interface CrlStore {

    /** Writes an object. */
    void put(String bucket, String key, byte[] crl);

    /** Why the CA may not write CRLs to the bucket with this access control list; empty if it may. */
    default Optional<String> refusal(String bucket, String accessControlList, String caArn) {
        return Optional.empty();
    }
}
