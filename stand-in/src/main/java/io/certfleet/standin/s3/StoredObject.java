package io.certfleet.standin.s3;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.bouncycastle.jcajce.provider.digest.MD5;
import org.bouncycastle.util.encoders.Hex;

/** An object in a bucket. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredObject(byte[] content, Instant modified) {

    /** The entity tag without its quotation marks. */
    String etag() {
        return Hex.toHexString(new MD5.Digest().digest(content));
    }

    String quotedEtag() {
        return "\"" + etag() + "\"";
    }

    /** The headers that tell of it. */
    Map<String, String> headers() {
        return Map.of(
                "ETag",
                quotedEtag(),
                "Content-Type",
                "binary/octet-stream",
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atOffset(ZoneOffset.UTC)),
                "Accept-Ranges",
                "bytes");
    }
}
