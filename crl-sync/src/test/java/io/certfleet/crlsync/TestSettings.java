package io.certfleet.crlsync;

import java.time.Duration;

/** Settings as a test's service has them. */
record TestSettings(
        String caArn, String crlBucket, String crlKeyPrefix, String trustAnchorArn, String crlName, Duration crlWarning)
        implements CrlSettings {
    static final TestSettings GOOD =
            new TestSettings(FakeAws.CA_ARN, "crls", "crl/", FakeAws.ANCHOR, "certfleet", Duration.ofHours(12));
}
