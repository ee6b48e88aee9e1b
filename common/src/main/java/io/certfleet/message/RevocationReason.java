package io.certfleet.message;

import java.util.Arrays;
import java.util.Optional;

/** The revocation reasons that Private CA's RevokeCertificate takes (RFC 5280, section 5.3.1). */
public enum RevocationReason {
    UNSPECIFIED,
    KEY_COMPROMISE,
    CERTIFICATE_AUTHORITY_COMPROMISE,
    AFFILIATION_CHANGED,
    SUPERSEDED,
    CESSATION_OF_OPERATION,
    PRIVILEGE_WITHDRAWN,
    A_A_COMPROMISE;

    static Optional<RevocationReason> of(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }
}
