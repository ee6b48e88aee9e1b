package io.certfleet.local.bucket;

import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsError;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Xml;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** S3's API of one bucket, addressed by path. */
public final class Buckets implements AwsService {
    private static final Answer NO_CONTENT = new Answer(204, Map.of(), new byte[0]);

    private final Bucket bucket;

    /** The API of a bucket. */
    public Buckets(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_XML;
    }

    @Override
    public Optional<String> operation(String method, String path, String query) {
        boolean object = path.indexOf('/', 1) > 0 && !path.endsWith("/");
        if (object) {
            return switch (method) {
                case "PUT" -> Optional.of("PutObject");
                case "GET" -> Optional.of("GetObject");
                case "HEAD" -> Optional.of("HeadObject");
                case "DELETE" -> Optional.of("DeleteObject");
                default -> Optional.empty();
            };
        }
        if (method.equals("HEAD")) {
            return Optional.of("HeadBucket");
        }
        if (method.equals("GET") && query.contains("list-type=2")) {
            return Optional.of("ListObjectsV2");
        }
        return method.equals("GET") && query.equals("location") ? Optional.of("GetBucketLocation") : Optional.empty();
    }

    @Override
    public Answer answer(Call call) {
        String[] path = call.path().substring(1).split("/", 2);
        if (!path[0].equals(bucket.name())) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        // A plus sign is itself in a path.
        String key = path.length < 2 ? "" : URLDecoder.decode(path[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        return switch (call.operation()) {
            case "PutObject" -> put(call, key);
            case "GetObject" -> get(key);
            case "HeadObject" -> head(key);
            case "DeleteObject" -> {
                bucket.delete(key);
                yield NO_CONTENT;
            }
            case "HeadBucket" -> Answer.empty();
            case "ListObjectsV2" -> Answer.xml(Listing.of(bucket, call.query()));
            case "GetBucketLocation" ->
                // Empty means us-east-1.
                Answer.xml(Xml.HEADER + "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"/>");
            default -> throw AwsService.unknown(call);
        };
    }

    private Answer put(Call call, String key) {
        byte[] content = Chunks.decode(call);
        Optional<String> digest = call.header("content-md5");
        if (digest.isPresent()
                && !Arrays.equals(StoredObject.md5(content), Base64.getDecoder().decode(digest.get()))) {
            throw new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        StoredObject written =
                bucket.put(key, content, call.header("content-type").orElse("binary/octet-stream"), call.caller());
        return new Answer(200, Map.of("ETag", quoted(written)), new byte[0]);
    }

    private Answer get(String key) {
        StoredObject object = find(key);
        return new Answer(200, headers(object), object.content());
    }

    private Answer head(String key) {
        StoredObject object = bucket.find(key)
                // An answer to HEAD has no body, so its code is the status alone.
                .orElseThrow(() -> new AwsError(404, "NotFound", "Not Found"));
        Map<String, String> headers = new HashMap<>(headers(object));
        headers.put("Content-Length", Integer.toString(object.content().length));
        return new Answer(200, headers, new byte[0]);
    }

    private StoredObject find(String key) {
        return bucket.find(key).orElseThrow(() -> new AwsError(404, "NoSuchKey", "The specified key does not exist."));
    }

    private static Map<String, String> headers(StoredObject object) {
        return Map.of(
                "ETag", quoted(object),
                "Content-Type", object.contentType(),
                "Last-Modified", httpDate(object.modified()),
                "Accept-Ranges", "bytes");
    }

    private static String httpDate(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String quoted(StoredObject object) {
        return "\"" + object.etag() + "\"";
    }
}
