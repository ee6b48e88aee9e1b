package io.certfleet.standin.privateca;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateCaTest {
    private static final String ISSUANCE = "ACM Private CA Certificate Issuance";

    @TempDir
    Path folder;

    private AuthorityFixture authority;
    private final Csr csr = Csr.ec("CN=mi-0123456789abcdef0");

    @BeforeEach
    void create() {
        authority = new AuthorityFixture(folder);
    }

    private JsonNode get(String arn) {
        return authority.call("GetCertificate", Json.object().put("CertificateArn", arn));
    }

    @Test
    void a_certificate_is_in_progress_first_and_there_after_100_milliseconds() {
        String arn = authority.issue(authority.request(csr));
        assertRefused("RequestInProgressException", () -> get(arn));
        authority.pass(Duration.ofMillis(99));
        assertRefused("RequestInProgressException", () -> get(arn));
        authority.pass(Duration.ofMillis(1));
        JsonNode answer = get(arn);
        assertThat(answer.path("Certificate").asText()).endsWith("-----END CERTIFICATE-----");
        assertThat(answer.path("CertificateChain").asText()).isEqualTo(authority.certificate());
    }

    @Test
    void the_arn_ends_with_the_serial_in_32_hexadecimal_digits() {
        String arn = authority.issue(authority.request(csr));
        authority.pass(Duration.ofSeconds(1));
        assertThat(arn).matches("\\Q" + authority.arn + "\\E/certificate/[0-9a-f]{32}");
        assertThat(authority.get(arn).getSerialNumber())
                .isEqualTo(new BigInteger(arn.substring(arn.lastIndexOf('/') + 1), 16));
    }

    @Test
    void a_small_serial_keeps_its_leading_zeros() {
        assertThat(Issuance.hex(BigInteger.valueOf(255))).isEqualTo("0".repeat(30) + "ff");
        assertThat(Issuance.hex(BigInteger.TWO.pow(128).subtract(BigInteger.ONE)))
                .isEqualTo("f".repeat(32));
    }

    @Test
    void it_says_by_an_event_that_it_has_issued() {
        String arn = authority.issue(authority.request(csr));
        assertThat(authority.events).isEmpty();
        authority.pass(Duration.ofMillis(100));
        assertThat(authority.events)
                .containsExactly(new AuthorityFixture.Event(
                        "aws.acm-pca",
                        ISSUANCE,
                        List.of(authority.arn, arn),
                        Json.object().put("result", "success")));
    }

    @Test
    void a_failed_issuance_is_an_event_and_an_error_and_no_certificate() {
        authority.service.failNextIssuances(authority.arn, 1);
        String failed = authority.issue(authority.request(csr));
        String next = authority.issue(authority.request(csr));
        authority.pass(Duration.ofMillis(100));
        assertThat(authority.events(ISSUANCE))
                .extracting(event -> event.detail().path("result").asText())
                .containsExactly("failure", "success");
        assertRefused("RequestFailedException", () -> get(failed));
        assertRefused(
                "ResourceNotFoundException",
                () -> authority.revoke(failed.substring(failed.lastIndexOf('/') + 1), "SUPERSEDED"));
        assertThat(authority.get(next)).isNotNull();
    }

    @Test
    void the_same_token_means_the_same_certificate_for_five_minutes() {
        ObjectNode request = authority.request(csr).put("IdempotencyToken", "t".repeat(36));
        String first = authority.issue(request);
        authority.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(authority.issue(request)).isEqualTo(first);
        assertThat(authority.issue(authority.request(csr).put("IdempotencyToken", "other")))
                .isNotEqualTo(first);
        assertThat(authority.issue(authority.request(csr))).isNotEqualTo(first);
        authority.pass(Duration.ofSeconds(2));
        assertThat(authority.issue(request)).isNotEqualTo(first);
    }

    @Test
    void a_token_has_36_characters_at_most() {
        assertRefused(
                "ValidationException",
                () -> authority.issue(authority.request(csr).put("IdempotencyToken", "t".repeat(37))));
    }

    @Test
    void the_signing_algorithm_must_be_of_the_family_of_the_ca_key() {
        ObjectNode ecdsa = authority.request(csr).put("SigningAlgorithm", "SHA256WITHECDSA");
        assertRefused("InvalidArgsException", () -> authority.issue(ecdsa));
        AuthorityFixture ec = new AuthorityFixture(folder, settings -> settings.withKeyAlgorithm("EC_secp384r1"));
        assertThat(ec.certificate(ecdsa).getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertRefused("InvalidArgsException", () -> ec.issue(ec.request(csr)));
        assertThat(authority
                        .certificate(authority.request(csr).put("SigningAlgorithm", "SHA512WITHRSA"))
                        .getSigAlgName())
                .isEqualTo("SHA512withRSA");
    }

    @Test
    void a_csr_that_is_not_one_is_malformed() {
        byte[] der = Base64.getMimeDecoder()
                .decode(new String(Base64.getDecoder().decode(csr.base64()), StandardCharsets.US_ASCII)
                        .replaceAll("-----.*-----", ""));
        der[der.length - 1] ^= 1;
        for (String text : List.of(
                "hello",
                Pem.of("CERTIFICATE REQUEST", new byte[] {1, 2, 3}),
                Pem.of("CERTIFICATE REQUEST", der),
                Pem.of("CERTIFICATE", der))) {
            assertRefused("MalformedCSRException", () -> authority.issue(authority.request(Csr.encode(text))));
        }
        assertRefused("MalformedCSRException", () -> authority.issue(authority.request(Csr.ec(""))));
    }

    @Test
    void only_its_own_arns_are_known() {
        String arn = authority.issue(authority.request(csr));
        authority.pass(Duration.ofSeconds(1));
        String other = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/"
                + "00000000-0000-0000-0000-000000000000";
        assertRefused(
                "ResourceNotFoundException",
                () -> authority.call(
                        "DescribeCertificateAuthority", Json.object().put("CertificateAuthorityArn", other)));
        assertRefused(
                "InvalidArnException",
                () -> authority.call(
                        "GetCertificateAuthorityCertificate",
                        Json.object().put("CertificateAuthorityArn", "arn:aws:s3:::bucket")));
        assertRefused("InvalidArnException", () -> get("nonsense"));
        assertRefused("ResourceNotFoundException", () -> get(authority.arn + "/certificate/" + "0".repeat(32)));
        assertRefused("ResourceNotFoundException", () -> get(arn.replace("/certificate/", "/certificate/00")));
        assertRefused("UnknownOperationException", () -> authority.call("CreatePermission", Json.object()));
    }

    @Test
    void it_describes_itself() {
        JsonNode described =
                authority.call("DescribeCertificateAuthority", Json.object()).path("CertificateAuthority");
        assertThat(described.path("Arn").asText()).isEqualTo(authority.arn);
        assertThat(described.path("Status").asText()).isEqualTo("ACTIVE");
        assertThat(described.path("UsageMode").asText()).isEqualTo("SHORT_LIVED_CERTIFICATE");
        assertThat(described
                        .at("/CertificateAuthorityConfiguration/KeyAlgorithm")
                        .asText())
                .isEqualTo("RSA_2048");
        assertThat(authority.call("ListCertificateAuthorities", Json.object()).at("/CertificateAuthorities/0"))
                .isEqualTo(described);
        assertThat(authority
                        .call("GetCertificateAuthorityCertificate", Json.object())
                        .path("Certificate")
                        .asText())
                .isEqualTo(authority.certificate());
    }
}
