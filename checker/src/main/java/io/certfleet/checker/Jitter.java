package io.certfleet.checker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/** Moves each host's instant by its own, always the same, part of the lifetime. */
final class Jitter {
    private Jitter() {}

    /** Between minus and plus {@code most} of the lifetime, both ends included, stable for a host's id. */
    static Duration of(String hostId, Duration lifetime, double most) {
        return scaled(fraction(hostId), lifetime, most);
    }

    static Duration scaled(double fraction, Duration lifetime, double most) {
        return Duration.ofSeconds(Math.round(lifetime.toSeconds() * most * fraction));
    }

    /** -1 to 1. */
    private static double fraction(String hostId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(hostId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getInt() / (double) Integer.MIN_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
