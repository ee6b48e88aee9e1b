package io.certfleet.standin.s3;

import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Xml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** One page of ListObjectsV2. */
final class Listing {
    private static final int MAX_KEYS = 1_000;

    private final Bucket bucket;
    private final Map<String, String> query;
    private final String prefix;
    private final StringBuilder contents = new StringBuilder();
    private int count;
    private String last = "";
    private boolean truncated;

    private Listing(Bucket bucket, Map<String, String> query) {
        this.bucket = bucket;
        this.query = query;
        this.prefix = query.getOrDefault("prefix", "");
    }

    /** The page that the query asks for, in XML. */
    static String of(Bucket bucket, Map<String, String> query) {
        if (!query.getOrDefault("delimiter", "").isEmpty()) {
            throw new AwsError(501, "NotImplemented", "The stand-in lists without a delimiter only.");
        }
        return new Listing(bucket, query).page();
    }

    private String page() {
        int limit = Math.min(MAX_KEYS, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
        // A continuation token is the last key of the page before.
        String from =
                Optional.ofNullable(query.get("continuation-token")).orElse(query.getOrDefault("start-after", ""));
        for (Map.Entry<String, StoredObject> entry : bucket.after(from).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            if (count == limit) {
                truncated = true;
                break;
            }
            add(entry.getKey(), entry.getValue());
        }
        return Xml.HEADER + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + element("Name", bucket.name())
                + element("Prefix", encoded(prefix))
                + (url() ? element("EncodingType", "url") : "")
                + element("KeyCount", Integer.toString(count))
                + element("MaxKeys", Integer.toString(limit))
                + element("IsTruncated", Boolean.toString(truncated))
                + (truncated ? element("NextContinuationToken", last) : "")
                + contents
                + "</ListBucketResult>";
    }

    private void add(String key, StoredObject object) {
        contents.append("<Contents>")
                .append(element("Key", encoded(key)))
                .append(element("LastModified", object.modified().toString()))
                .append(element("ETag", "\"" + object.etag() + "\""))
                .append(element("Size", Integer.toString(object.content().length)))
                .append(element("StorageClass", "STANDARD"))
                .append("</Contents>");
        count++;
        last = key;
    }

    private String encoded(String key) {
        return url() ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/") : key;
    }

    private boolean url() {
        return "url".equals(query.get("encoding-type"));
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + Xml.escape(text) + "</" + name + ">";
    }
}
