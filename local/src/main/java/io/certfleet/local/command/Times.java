package io.certfleet.local.command;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Systems Manager writes them. */
final class Times {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private Times() {}

    /** In the JSON protocol: seconds since 1970, here with three decimals. */
    static double epochSeconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    /** In events, and in GetCommandInvocation. */
    static String iso(Instant time) {
        return ISO.format(time.atOffset(ZoneOffset.UTC));
    }
}
