package io.certfleet.standin.runcommand.management;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Systems Manager writes them. */
public final class Times {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private Times() {}

    /** In the JSON protocol: seconds since 1970, here with three decimals. */
    public static double epochSeconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }

    /** In events, and in GetCommandInvocation. */
    public static String iso(Instant time) {
        return ISO.format(time.atOffset(ZoneOffset.UTC));
    }
}
