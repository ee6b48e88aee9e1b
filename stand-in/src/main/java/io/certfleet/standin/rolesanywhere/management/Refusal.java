package io.certfleet.standin.rolesanywhere.management;

import io.certfleet.standin.gateway.AwsError;

/** The refusals of Roles Anywhere, worded as AWS words them where its wording is known. */
public final class Refusal {
    private Refusal() {}

    /** No chain to the trust anchor, or a certificate of the chain is not valid now. */
    public static AwsError untrusted() {
        return accessDenied("Untrusted signing certificate");
    }

    /** The chain is good, but the certificate must not be used to authenticate. */
    public static AwsError insufficient() {
        return accessDenied("Untrusted certificate. Insufficient certificate");
    }

    public static AwsError revoked() {
        return accessDenied("Certificate revoked");
    }

    public static AwsError role(String roleArn) {
        return accessDenied("Unable to assume role for " + roleArn);
    }

    public static AwsError signature(String why) {
        return accessDenied("Signature does not match: " + why);
    }

    public static AwsError expired(String why) {
        return accessDenied("Signature expired: " + why);
    }

    public static AwsError accessDenied(String message) {
        return new AwsError(403, "AccessDeniedException", message);
    }

    public static AwsError validation(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    static AwsError required(String member) {
        return validation("1 validation error detected: Value at '" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    static AwsError notFound(String what) {
        return new AwsError(404, "ResourceNotFoundException", what + " was not found");
    }
}
