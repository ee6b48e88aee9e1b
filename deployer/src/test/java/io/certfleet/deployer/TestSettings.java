package io.certfleet.deployer;

import io.certfleet.rotation.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the deployer is configured with in tests. */
final class TestSettings implements DeployerSettings {
    static final String FORMER_CA =
            "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555";

    @Override
    public String caArn() {
        return Row.CA;
    }

    @Override
    public Optional<List<String>> formerCaArns() {
        return Optional.of(List.of(FORMER_CA));
    }

    @Override
    public String trustAnchorArn() {
        return "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/t";
    }

    @Override
    public Duration validity() {
        return Duration.ofDays(7);
    }

    @Override
    public String validation() {
        return "required";
    }

    @Override
    public Duration proofSpread() {
        return Duration.ofSeconds(10);
    }

    @Override
    public String installCertificateDocument() {
        return "certfleet-install-certificate";
    }

    @Override
    public String installCertificateDocumentVersion() {
        return "1";
    }

    @Override
    public String installCertificateDocumentHash() {
        return "abc";
    }
}
