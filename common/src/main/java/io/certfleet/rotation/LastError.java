package io.certfleet.rotation;

/** Why the last attempt did not succeed, as a row keeps it. */
public final class LastError {
    private static final int LONGEST = 1000;

    private LastError() {}

    /** As much of a reason as a row keeps. */
    public static String of(String why) {
        return why.length() > LONGEST ? why.substring(0, LONGEST) : why;
    }
}
