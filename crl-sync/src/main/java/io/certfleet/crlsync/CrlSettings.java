package io.certfleet.crlsync;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the CRL comes from and where it goes. */
@ConfigMapping(prefix = "certfleet")
public interface CrlSettings {

    /** The CA whose CRL it is. */
    String caArn();

    /** The bucket that the CA writes it to. */
    String crlBucket();

    /** What stands before the CA's id in the object's key: crl/ where the CA has no CustomPath. */
    @WithDefault("crl/")
    String crlKeyPrefix();

    /** The trust anchor whose sessions it limits. */
    String trustAnchorArn();

    /** The name of our CRL in Roles Anywhere; another stack on the same trust anchor has another. */
    @WithDefault("certfleet")
    String crlName();

    /** How long before nextUpdate operators are warned, at most a third of the CRL's life. The CA renews it before. */
    @WithDefault("PT12H")
    Duration crlWarning();
}
