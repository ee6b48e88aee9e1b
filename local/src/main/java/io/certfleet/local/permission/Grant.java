package io.certfleet.local.permission;

/** An action that one statement of a role's policy allows. */
record Grant(String sid, String action) {

    /** How a policy file marks it: by its action alone, or this statement's only. */
    boolean isMarkedBy(String mark) {
        return mark.equals(action) || mark.equals(toString());
    }

    @Override
    public String toString() {
        return sid + "/" + action;
    }
}
