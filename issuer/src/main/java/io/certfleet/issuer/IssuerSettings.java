package io.certfleet.issuer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the issuer asks of hosts and of the CA; the defaults of hosts' own settings are those of HostSetting. */
@ConfigMapping(prefix = "certfleet")
public interface IssuerSettings {

    /** The CA that signs. */
    String caArn();

    /** CAs that signed before it, and may still be told to revoke; none if empty. */
    Optional<List<String>> formerCaArns();

    /** The algorithm that the CA signs with: of the CA key's family (IssueCertificate's SigningAlgorithm). */
    @WithDefault("SHA256WITHRSA")
    String signingAlgorithm();

    /** How long a certificate lives; at most 7 days on a short-lived CA. */
    @WithDefault("P7D")
    Duration validity();

    /** The organization in every certificate's subject; none if empty. */
    Optional<String> subjectO();

    /** The organizational unit in every certificate's subject; none if empty. */
    Optional<String> subjectOu();

    /** Whether hosts must prove a certificate before they switch; CommandSettingsCheck has the words. */
    @WithDefault("required")
    String validation();

    /** The document that makes key and CSR. */
    String generateCsrDocument();

    /** Its pinned version. */
    String generateCsrDocumentVersion();

    /** SHA-256 of its content. */
    String generateCsrDocumentHash();
}
