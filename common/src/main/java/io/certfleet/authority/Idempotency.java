package io.certfleet.authority;

import java.time.Duration;

/** How IssueCertificate is repeated: with one idempotency token it issues one certificate. */
public final class Idempotency {
    /** The token holds for five minutes (API reference, IssueCertificate); a minute of it is left for the call itself. */
    public static final Duration REPEATABLE = Duration.ofMinutes(4);

    private Idempotency() {}
}
