package io.certfleet.standin.iam;

/**
 * Who makes a request.
 *
 * @param name a role's ARN, or a service of AWS such as {@code events.amazonaws.com}
 * @param service whether it is a service of AWS
 */
record Principal(String name, boolean service) {

    /** A session of a role. */
    static Principal role(String arn) {
        return new Principal(arn, false);
    }

    /** A service of AWS that acts for an account. */
    static Principal service(String name) {
        return new Principal(name, true);
    }

    /** The account that a role belongs to; empty for a service. */
    String account() {
        return service ? "" : name.split(":", 6)[4];
    }
}
