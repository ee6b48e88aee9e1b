package io.certfleet.crlsync;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The CRL as the CA has written it last: {@code crl/<CA id>.crl}. */
@ApplicationScoped
class CrlBucket {
    private final S3Client s3;
    private final String bucket;
    private final String key;

    CrlBucket(S3Client s3, CrlSettings settings) {
        this.s3 = s3;
        this.bucket = settings.crlBucket();
        this.key = settings.crlKeyPrefix()
                + settings.caArn().substring(settings.caArn().lastIndexOf('/') + 1) + ".crl";
    }

    /** Whether an event is about our bucket; only a rule that was set up wrongly brings others. */
    boolean isBucket(String name) {
        return bucket.equals(name);
    }

    /** Whether an object of the bucket is our CRL. */
    boolean isCrl(String name) {
        return key.equals(name);
    }

    /** The current object, whatever event brought us here; empty before the CA has written the first. */
    Optional<byte[]> newest() {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
            return Optional.of(object.asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
