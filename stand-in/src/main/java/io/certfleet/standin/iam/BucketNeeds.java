package io.certfleet.standin.iam;

import io.certfleet.standin.gateway.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What calls of S3 need. */
final class BucketNeeds {
    private static final String ARN = "arn:aws:s3:::";

    private final ObjectKeys objects;

    BucketNeeds(ObjectKeys objects) {
        this.objects = objects;
    }

    Optional<List<Need>> of(Call call) {
        String path = URLDecoder.decode(call.path().substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        return switch (call.operation()) {
            case "GetObject" -> Optional.of(read(bucket, key));
            default -> Optional.empty();
        };
    }

    /**
     * "If you have the s3:ListBucket permission on the bucket, Amazon S3 returns an HTTP status code 404; if you don't,
     * 403" (GetObject, API reference).
     */
    private List<Need> read(String bucket, String key) {
        Need get = new Need("s3:GetObject", ARN + bucket + "/" + key);
        return objects.contains(key) ? List.of(get) : List.of(get, new Need("s3:ListBucket", ARN + bucket));
    }
}
