package io.certfleet.local.bucket;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** An object in a bucket. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredObject(byte[] content, String contentType, Instant modified) {

    /** The entity tag without its quotation marks. */
    String etag() {
        return HexFormat.of().formatHex(md5(content));
    }

    static byte[] md5(byte[] content) {
        try {
            return MessageDigest.getInstance("MD5").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
