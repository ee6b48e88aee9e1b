package io.certfleet.deployer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the deployer sends to hosts. */
@ConfigMapping(prefix = "certfleet")
public interface DeployerSettings {

    /** The CA whose certificates are installed. */
    String caArn();

    /** CAs that signed before it, whose certificates hosts may still hold; none if empty. */
    Optional<List<String>> formerCaArns();

    /** The Roles Anywhere trust anchor that must accept a certificate. */
    String trustAnchorArn();

    /** How long a certificate lives, as the issuer asks for it: a longer one is not installed. */
    @WithDefault("P7D")
    Duration validity();

    /** Whether hosts must prove a certificate before they switch; CommandSettingsCheck has the words. */
    @WithDefault("required")
    String validation();

    /**
     * Over how long the hosts of one command spread their first session. Raise it where the account's 10 sessions/s
     * (Roles Anywhere quota) are needed by the hosts themselves.
     */
    @WithDefault("PT10S")
    Duration proofSpread();

    /** The document that installs and proves. */
    String installCertificateDocument();

    /** Its pinned version. */
    String installCertificateDocumentVersion();

    /** SHA-256 of its content. */
    String installCertificateDocumentHash();
}
