package io.certfleet.standin.privateca;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.gateway.Json;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {
    private static final String GENERATION = "ACM Private CA CRL Generation";
    private static final Duration DELAY = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private AuthorityFixture authority;
    private final Csr csr = Csr.ec("CN=mi-0123456789abcdef0");

    @BeforeEach
    void create() {
        authority = new AuthorityFixture(folder);
    }

    private X509Certificate issued() {
        return authority.certificate(authority.request(csr));
    }

    private static long number(X509CRL crl) {
        byte[] extension = crl.getExtensionValue(Extension.cRLNumber.getId());
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                .longValueExact();
    }

    @Test
    void the_first_crl_comes_with_the_first_certificate() throws Exception {
        authority.pass(Duration.ofHours(1));
        assertThat(authority.crls).isEmpty();
        issued();
        authority.pass(DELAY);
        X509CRL crl = authority.crl();
        crl.verify(AuthorityFixture.parse(authority.certificate()).getPublicKey());
        assertThat(number(crl)).isEqualTo(authority.clock.instant().toEpochMilli());
        assertThat(crl.getRevokedCertificates()).isNull();
        assertThat(crl.getNextUpdate().toInstant())
                .isEqualTo(crl.getThisUpdate().toInstant().plus(Duration.ofDays(7)));
        String id = authority.arn.substring(authority.arn.lastIndexOf('/') + 1);
        assertThat(authority.crlKeys).containsExactly("crl/" + id + ".crl");
        assertThat(authority.events(GENERATION))
                .containsExactly(new AuthorityFixture.Event(
                        "aws.acm-pca",
                        GENERATION,
                        List.of(authority.arn),
                        Json.object().put("result", "success")));
        issued();
        authority.pass(DELAY);
        assertThat(authority.crls).hasSize(1);
    }

    @Test
    void a_revocation_appears_after_the_delay_with_its_reason_and_a_higher_number() {
        X509Certificate certificate = issued();
        authority.pass(DELAY);
        authority.revoke(certificate, "KEY_COMPROMISE");
        authority.pass(DELAY.minusMillis(1));
        assertThat(authority.crls).hasSize(1);
        authority.pass(Duration.ofMillis(1));
        assertThat(number(authority.crl())).isEqualTo(authority.clock.instant().toEpochMilli());
        X509CRLEntry entry = authority.crl().getRevokedCertificate(certificate);
        assertThat(entry.getRevocationReason()).isEqualTo(CRLReason.KEY_COMPROMISE);
        assertThat(entry.getRevocationDate().toInstant()).isEqualTo(Instant.parse("2026-03-01T12:00:02Z"));
    }

    @Test
    void revocations_within_the_delay_share_a_crl() {
        X509Certificate first = issued();
        X509Certificate second = issued();
        authority.pass(DELAY);
        authority.revoke(first, "SUPERSEDED");
        authority.pass(Duration.ofSeconds(1));
        authority.revoke(second, "CESSATION_OF_OPERATION");
        authority.pass(DELAY);
        assertThat(authority.crls).hasSize(2);
        assertThat(authority.crl().getRevokedCertificates()).hasSize(2);
        authority.pass(DELAY);
        assertThat(authority.crls).hasSize(2);
    }

    @Test
    void a_revocation_is_an_event() {
        X509Certificate certificate = issued();
        authority.revoke(certificate, "SUPERSEDED");
        authority.pass(Duration.ZERO);
        assertThat(authority.events("ACM Private CA Certificate Revocation"))
                .containsExactly(new AuthorityFixture.Event(
                        "aws.acm-pca",
                        "ACM Private CA Certificate Revocation",
                        List.of(
                                authority.arn,
                                authority.arn + "/certificate/" + Issuance.hex(certificate.getSerialNumber())),
                        Json.object().put("result", "success")));
    }

    @Test
    void a_certificate_is_revoked_once() {
        X509Certificate certificate = issued();
        authority.revoke(certificate, "SUPERSEDED");
        assertRefused("RequestAlreadyProcessedException", () -> authority.revoke(certificate, "SUPERSEDED"));
        authority.pass(Duration.ZERO);
        assertThat(authority.events("ACM Private CA Certificate Revocation")).hasSize(1);
    }

    @Test
    void a_serial_may_have_colons_and_capitals() {
        X509Certificate certificate = issued();
        String hex = Issuance.hex(certificate.getSerialNumber()).toUpperCase(Locale.ROOT);
        authority.revoke(hex.replaceAll("(..)(?=.)", "$1:"), "SUPERSEDED");
        authority.pass(DELAY);
        assertThat(authority.crl().isRevoked(certificate)).isTrue();
    }

    @Test
    void what_cannot_be_revoked_is_refused() {
        String pending = authority.issue(authority.request(csr));
        assertRefused(
                "RequestInProgressException",
                () -> authority.revoke(pending.substring(pending.lastIndexOf('/') + 1), "SUPERSEDED"));
        assertRefused("ResourceNotFoundException", () -> authority.revoke("0123456789abcdef", "SUPERSEDED"));
        assertRefused("InvalidRequestException", () -> authority.revoke("not-hex", "SUPERSEDED"));
        X509Certificate certificate = issued();
        assertRefused("ValidationException", () -> authority.revoke(certificate, "KEYCOMPROMISE"));
    }

    @Test
    void an_expired_certificate_stays_on_one_more_crl() {
        X509Certificate old = issued();
        authority.revoke(old, "SUPERSEDED");
        authority.pass(DELAY);
        X509Certificate other = issued();
        authority.clock.advance(Duration.ofDays(8));
        authority.revoke(other, "SUPERSEDED");
        authority.clock.advance(DELAY);
        authority.executor.runDue();
        assertThat(authority.crl().isRevoked(old)).isTrue();
        X509Certificate next = issued();
        authority.revoke(next, "SUPERSEDED");
        authority.pass(DELAY);
        assertThat(authority.crl().isRevoked(old)).isFalse();
        assertThat(authority.crl().isRevoked(next)).isTrue();
    }

    @Test
    void the_crl_is_refreshed_before_its_next_update() {
        issued();
        authority.pass(DELAY);
        authority.pass(Duration.ofHours(84));
        assertThat(authority.crls).hasSize(2);
        assertThat(number(authority.crl())).isEqualTo(authority.clock.instant().toEpochMilli());
    }

    @Test
    void a_bucket_that_refuses_is_tried_again_after_15_minutes() {
        authority.failBucket(new IllegalStateException("no such bucket"));
        issued();
        authority.pass(DELAY);
        assertThat(authority
                        .events(GENERATION)
                        .getLast()
                        .detail()
                        .path("reason")
                        .asText())
                .isEqualTo("Failed to write CRL to S3. Check your S3 bucket permissions.");
        authority.failBucket(null);
        authority.pass(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(authority.crls).isEmpty();
        authority.pass(Duration.ofSeconds(1));
        assertThat(authority.crls).hasSize(1);
    }
}
