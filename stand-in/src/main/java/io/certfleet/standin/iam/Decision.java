package io.certfleet.standin.iam;

/**
 * Whether a request is allowed.
 *
 * @param reason why not, as AWS words it; empty if it is
 */
record Decision(boolean allowed, String reason) {
    private static final Decision ALLOWED = new Decision(true, "");

    /**
     * What the policies of a role and of a resource in the same account decide: "an explicit deny in any of these
     * policies overrides the allow", and one Allow in either is enough (IAM user guide, "Policy evaluation logic").
     */
    static Decision of(Policy identity, Policy resource, Request request) {
        if (identity.denies(request)) {
            return denied("with an explicit deny in an identity-based policy");
        }
        if (resource.denies(request)) {
            return denied("with an explicit deny in a resource-based policy");
        }
        if (identity.allows(request) || resource.allows(request)) {
            return ALLOWED;
        }
        String kind = request.principal().service() ? "resource" : "identity";
        return denied("because no " + kind + "-based policy allows the " + request.action() + " action");
    }

    private static Decision denied(String reason) {
        return new Decision(false, reason);
    }
}
