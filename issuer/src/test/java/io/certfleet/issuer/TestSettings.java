package io.certfleet.issuer;

import io.certfleet.rotation.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the issuer is configured with in tests. */
class TestSettings implements IssuerSettings {
    static final String FORMER_CA = Row.CA.replace("/ca", "/former");

    @Override
    public String caArn() {
        return Row.CA;
    }

    @Override
    public Optional<List<String>> formerCaArns() {
        return Optional.of(List.of(FORMER_CA));
    }

    @Override
    public String signingAlgorithm() {
        return "SHA256WITHECDSA";
    }

    @Override
    public Duration validity() {
        return Duration.ofDays(7);
    }

    @Override
    public Optional<String> subjectO() {
        return Optional.of("Example");
    }

    @Override
    public Optional<String> subjectOu() {
        return Optional.empty();
    }

    @Override
    public String validation() {
        return "required";
    }

    @Override
    public String generateCsrDocument() {
        return "certfleet-generate-csr";
    }

    @Override
    public String generateCsrDocumentVersion() {
        return "1";
    }

    @Override
    public String generateCsrDocumentHash() {
        return "abc";
    }
}
