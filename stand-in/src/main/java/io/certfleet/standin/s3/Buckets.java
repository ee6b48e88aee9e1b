package io.certfleet.standin.s3;

import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.privateca.CrlStore;
import io.certfleet.standin.s3.configuration.Configuration;
import io.certfleet.standin.s3.configuration.Subresource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** S3's API of a few buckets, addressed by path. */
public final class Buckets implements AwsService, CrlStore {
    private static final Answer NO_CONTENT = new Answer(204, Map.of(), new byte[0]);

    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final EventSink events;
    private final InstantSource clock;

    /** No bucket yet. */
    public Buckets(EventSink events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** A new bucket. */
    public Bucket create(String name) {
        Bucket created = new Bucket(name, events, clock);
        if (buckets.putIfAbsent(name, created) != null) {
            throw new AwsError(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        return created;
    }

    /** A bucket that is there. */
    public Bucket find(String name) {
        Bucket found = buckets.get(name);
        if (found == null) {
            throw new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return found;
    }

    @Override
    public void put(String bucket, String key, byte[] crl) {
        find(bucket).put(key, crl);
    }

    @Override
    public Optional<String> refusal(String bucket, String accessControlList, String caArn) {
        Bucket found = buckets.get(bucket);
        if (found == null) {
            return Optional.of("there is no such bucket");
        }
        Optional<String> refusal = CrlAccess.refusal(found, accessControlList, caArn);
        if (refusal.isEmpty()) {
            // What it tries with stays there (user guide, "Plan the certificate revocation list").
            found.put("acm-pca-permission-test-key", new byte[0]);
        }
        return refusal;
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
        return Route.operation(method, path, query);
    }

    @Override
    public Answer answer(Call call) {
        String[] path = call.path().substring(1).split("/", 2);
        if (call.operation().equals("CreateBucket")) {
            create(path[0]);
            return new Answer(200, Map.of("Location", "/" + path[0]), new byte[0]);
        }
        Bucket bucket = find(path[0]);
        Optional<Subresource> subresource = Subresource.ofOperation(call.operation());
        if (subresource.isPresent()) {
            return configure(call, bucket.configuration(), subresource.get());
        }
        // A plus sign is itself in a path.
        String key = path.length < 2 ? "" : URLDecoder.decode(path[1].replace("+", "%2B"), StandardCharsets.UTF_8);
        return switch (call.operation()) {
            case "GetObject" -> get(bucket, key);
            case "HeadBucket" -> Answer.empty();
            case "DeleteBucket" -> delete(bucket);
            case "ListObjectVersions" -> Answer.xml(Deletion.versions(bucket));
            case "DeleteObjects" -> Answer.xml(Deletion.of(bucket, call.body()));
            default -> throw AwsService.unknown(call);
        };
    }

    private static Answer configure(Call call, Configuration configuration, Subresource subresource) {
        return switch (call.method()) {
            case "GET" -> configuration.get(subresource);
            case "PUT" -> configuration.put(subresource, call.body());
            default -> configuration.delete(subresource);
        };
    }

    private Answer delete(Bucket bucket) {
        if (!bucket.isEmpty()) {
            throw new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        buckets.remove(bucket.name());
        return NO_CONTENT;
    }

    private static Answer get(Bucket bucket, String key) {
        StoredObject object =
                bucket.find(key).orElseThrow(() -> new AwsError(404, "NoSuchKey", "The specified key does not exist."));
        return new Answer(200, object.headers(), object.content());
    }
}
