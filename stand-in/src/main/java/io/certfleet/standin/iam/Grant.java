package io.certfleet.standin.iam;

/** An action that one statement of a role's policy allows. */
record Grant(String sid, String action) {

    /** How a policy file exempts it: by its action alone, or this statement's only. */
    boolean isExemptedBy(String exempted) {
        return exempted.equals(action) || exempted.equals(toString());
    }

    @Override
    public String toString() {
        return sid + "/" + action;
    }
}
