package io.certfleet.standin.s3;

import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The body of an upload: as it is, or in the chunks with signatures or trailing checksums that the SDKs send. */
final class Chunks {
    private final byte[] body;
    private int position;

    private Chunks(byte[] body) {
        this.body = body;
    }

    /** The bytes that the caller uploads. */
    static byte[] decode(Call call) {
        // "Signature calculations ... Transferring payload in multiple chunks", Amazon S3 API reference.
        String digest = call.header("x-amz-content-sha256").orElse("");
        boolean chunked = digest.startsWith("STREAMING-")
                || call.header("content-encoding").orElse("").contains("aws-chunked");
        if (!chunked) {
            return call.body();
        }
        byte[] decoded = new Chunks(call.body()).join();
        String length = call.header("x-amz-decoded-content-length").orElse("");
        if (!length.equals(Integer.toString(decoded.length))) {
            throw new AwsError(400, "IncompleteBody", "The chunks hold " + decoded.length + " bytes, not " + length);
        }
        return decoded;
    }

    private byte[] join() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(body.length);
        while (true) {
            int size = size();
            if (size == 0) {
                // What follows are trailers.
                return joined.toByteArray();
            }
            if (size < 0 || size > body.length - position) {
                throw malformed();
            }
            joined.write(body, position, size);
            position += size;
            if (!line().isEmpty()) {
                throw malformed();
            }
        }
    }

    private int size() {
        try {
            return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private String line() {
        int start = position;
        while (position < body.length && body[position] != '\n') {
            position++;
        }
        if (position == body.length) {
            throw malformed();
        }
        String line = new String(body, start, position - start, StandardCharsets.US_ASCII);
        position++;
        return line.stripTrailing();
    }

    private static AwsError malformed() {
        return new AwsError(400, "InvalidChunkSizeError", "The chunks of the body cannot be read.");
    }
}
