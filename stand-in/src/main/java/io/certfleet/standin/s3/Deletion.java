package io.certfleet.standin.s3;

import io.certfleet.standin.gateway.Xml;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a bucket is emptied: its objects' versions listed, and deleted many at a time. */
final class Deletion {
    private static final String NAMESPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">";
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private Deletion() {}

    /** ListObjectVersions: each object has one, as those of a bucket without versioning. */
    static String versions(Bucket bucket) {
        StringBuilder versions = new StringBuilder();
        bucket.after("")
                .forEach((key, object) -> versions.append("<Version><Key>")
                        .append(Xml.escape(key))
                        .append("</Key><VersionId>null</VersionId><IsLatest>true</IsLatest><LastModified>")
                        .append(object.modified())
                        .append("</LastModified><ETag>")
                        .append(Xml.escape(object.quotedEtag()))
                        .append("</ETag><Size>")
                        .append(object.content().length)
                        .append("</Size><StorageClass>STANDARD</StorageClass></Version>"));
        return Xml.HEADER + "<ListVersionsResult" + NAMESPACE + "<Name>" + Xml.escape(bucket.name())
                + "</Name><IsTruncated>false</IsTruncated>" + versions + "</ListVersionsResult>";
    }

    /** DeleteObjects. */
    static String of(Bucket bucket, byte[] body) {
        StringBuilder deleted = new StringBuilder();
        Matcher keys = KEY.matcher(new String(body, StandardCharsets.UTF_8));
        while (keys.find()) {
            // Keys here are those that Private CA writes, without anything that XML escapes.
            bucket.delete(keys.group(1));
            deleted.append("<Deleted><Key>").append(keys.group(1)).append("</Key></Deleted>");
        }
        return Xml.HEADER + "<DeleteResult" + NAMESPACE + deleted + "</DeleteResult>";
    }
}
