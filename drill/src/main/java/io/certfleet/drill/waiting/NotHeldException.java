package io.certfleet.drill.waiting;

/** Something that the run promises did not hold; the run ends with its message. */
public final class NotHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotHeldException(String what) {
        super(what);
    }
}
