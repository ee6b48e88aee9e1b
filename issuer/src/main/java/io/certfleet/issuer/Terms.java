package io.certfleet.issuer;

import io.certfleet.rotation.CertificateTerms;

/** What the CA is asked for, as the settings are now. */
final class Terms {
    private Terms() {}

    static CertificateTerms of(String hostId, IssuerSettings settings) {
        return new CertificateTerms(hostId, settings.subjectO(), settings.subjectOu(), settings.validity());
    }
}
