package io.certfleet.rotation;

/** A setting of a host that must not reach it; the text names the attribute and its value. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSettingException(String attribute, String value, String why) {
        super("attribute " + attribute + " is '" + value + "': " + why);
    }
}
