package io.certfleet.standin.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/** An object in a bucket. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredObject(byte[] content, Instant modified) {

    /** The entity tag without its quotation marks. */
    String etag() {
        return HexFormat.of().formatHex(md5());
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

    private byte[] md5() {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
