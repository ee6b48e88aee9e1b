package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.rotation.CertificateTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCheckTest {
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final CertificateTerms TERMS =
            new CertificateTerms(ID, Optional.of("Example"), Optional.empty(), VALIDITY);

    private static Optional<String> violation(TestCertificate certificate) {
        return CertificateCheck.violation(certificate.issued(), TERMS, certificate.keyDigest());
    }

    @Test
    void what_was_asked_for_is_installed() {
        assertThat(violation(TestCertificate.of("a1"))).isEmpty();
        CertificateTerms more = new CertificateTerms(ID, Optional.of("Example"), Optional.of("A, \"B\""), VALIDITY);
        TestCertificate named = TestCertificate.of("a1").subject("CN=" + ID + ",OU=A\\, \\\"B\\\",O=Example");
        assertThat(CertificateCheck.violation(named.issued(), more, named.keyDigest()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=mi-0123456789abcdef1",
                "O=Example",
                "CN=mi-0123456789abcdef0",
                "CN=mi-0123456789abcdef0,O=Another",
                "CN=mi-0123456789abcdef0,O=Example,OU=Admins",
                "CN=mi-0123456789abcdef0,O=Example,L=Here",
                "CN=mi-0123456789abcdef0,O=Example,O=Example",
                "CN=mi-0123456789abcdef0,CN=mi-0123456789abcdef0",
                "CN=mi-0123456789abcdef0+CN=mi-0123456789abcdef1"
            })
    void another_subject_is_not(String subject) {
        assertThat(violation(TestCertificate.of("a1").subject(subject)).orElseThrow())
                .contains("subject");
    }

    @Test
    void another_key_is_not() {
        assertThat(CertificateCheck.violation(TestCertificate.of("a1").issued(), TERMS, "another")
                        .orElseThrow())
                .contains("key");
    }

    @ParameterizedTest
    @ValueSource(ints = {GeneralName.dNSName, GeneralName.uniformResourceIdentifier, GeneralName.rfc822Name})
    void a_subject_alternative_name_of_any_kind_is_not(int kind) {
        assertThat(violation(TestCertificate.of("a1").alternativeName(new GeneralName(kind, "urn:a@example.com")))
                        .orElseThrow())
                .contains("alternative names");
    }

    @Test
    void a_ca_is_not() {
        assertThat(violation(TestCertificate.of("a1").ofCa()).orElseThrow()).contains("CA");
    }

    @Test
    void anything_but_client_authentication_alone_is_not() {
        assertThat(violation(TestCertificate.of("a1").usage(KeyPurposeId.id_kp_serverAuth))
                        .orElseThrow())
                .contains("extended key usage");
        assertThat(violation(TestCertificate.of("a1")
                                .usage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth))
                        .orElseThrow())
                .contains("extended key usage");
        assertThat(violation(TestCertificate.of("a1").usage()).orElseThrow()).contains("extended key usage");
    }

    @Test
    void a_life_longer_than_was_asked_for_is_not_and_a_shorter_one_is() {
        // The hour that the CA dates back, and a minute for rounding.
        Instant longest = START.plus(VALIDITY).plus(Duration.ofMinutes(1));
        assertThat(violation(TestCertificate.of("a1").until(longest))).isEmpty();
        assertThat(violation(TestCertificate.of("a1").until(longest.plusSeconds(1)))
                        .orElseThrow())
                .contains("lives");
        assertThat(violation(TestCertificate.of("a1").from(START.minusSeconds(3661)))
                        .orElseThrow())
                .contains("lives");
        assertThat(violation(TestCertificate.of("a1").until(START.plusSeconds(60))))
                .isEmpty();
    }
}
