package io.certfleet.local.run;

/** Something that the run promises did not hold; the run ends with its message. */
final class NotHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotHeldException(String what) {
        super(what);
    }
}
