package io.certfleet.standin.privateca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    @TempDir
    Path folder;

    private AuthorityFixture authority;
    private final Csr csr = Csr.ec("CN=mi-0123456789abcdef0");

    @BeforeEach
    void create() {
        authority = new AuthorityFixture(folder);
    }

    @Test
    void a_client_certificate_has_the_extensions_of_its_template() throws Exception {
        X509Certificate certificate = authority.certificate(authority.request(csr));
        X509Certificate ca = AuthorityFixture.parse(authority.certificate());

        certificate.verify(ca.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(certificate.getKeyUsage()).startsWith(true, false, true, false, false, false);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactly(Extension.keyUsage.getId());
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        assertThat(certificate.getPublicKey()).isEqualTo(csr.keys().getPublic());
        byte[] keyId = ca.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        byte[] authorityKeyId = certificate.getExtensionValue(Extension.authorityKeyIdentifier.getId());
        assertThat(authorityKeyId).endsWith(java.util.Arrays.copyOfRange(keyId, keyId.length - 20, keyId.length));
        assertThat(certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .isNotNull();
    }

    @Test
    void it_names_the_crl_in_the_bucket() {
        X509Certificate certificate = authority.certificate(authority.request(csr));
        String id = authority.arn.substring(authority.arn.lastIndexOf('/') + 1);
        assertThat(new String(
                        certificate.getExtensionValue(Extension.cRLDistributionPoints.getId()),
                        StandardCharsets.ISO_8859_1))
                .endsWith("http://certfleet-crl-111122223333.s3.us-east-1.amazonaws.com/crl/" + id + ".crl");
    }

    @Test
    void without_a_template_it_is_for_servers_and_clients() throws Exception {
        ObjectNode request = authority.request(csr);
        request.remove("TemplateArn");
        assertThat(authority.certificate(request).getExtendedKeyUsage()).containsExactly(SERVER_AUTH, CLIENT_AUTH);
    }

    @Test
    void every_template_copies_alternative_names_of_the_csr_and_nothing_else() throws Exception {
        for (String template : List.of(
                AuthorityFixture.CLIENT,
                AuthorityFixture.CLIENT_API,
                "arn:aws:acm-pca:::template/EndEntityCertificate/V1")) {
            X509Certificate certificate =
                    authority.certificate(authority.request(csr.greedy()).put("TemplateArn", template));
            assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "other.example.com"));
            assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        }
    }

    @Test
    void the_call_overrides_the_subject_only_where_the_template_lets_it() throws Exception {
        ObjectNode request = authority.request(csr.greedy());
        request.putObject("ApiPassthrough")
                .putObject("Subject")
                .put("CommonName", "mi-0fedcba9876543210")
                .put("Organization", "Example");

        X509Certificate passed = authority.certificate(request.deepCopy());
        assertThat(passed.getSubjectX500Principal().getName()).isEqualTo("CN=mi-0fedcba9876543210,O=Example");
        assertThat(passed.getSubjectAlternativeNames()).containsExactly(List.of(2, "other.example.com"));
        X509Certificate ignored = authority.certificate(request.put("TemplateArn", AuthorityFixture.CLIENT));
        assertThat(ignored.getSubjectX500Principal().getName()).isEqualTo("CN=mi-0123456789abcdef0");
        assertThat(ignored.getSubjectAlternativeNames()).containsExactly(List.of(2, "other.example.com"));
    }

    @Test
    void usages_of_the_call_lose_against_the_template() throws Exception {
        ObjectNode request = authority.request(csr);
        request.putObject("ApiPassthrough")
                .putObject("Extensions")
                .putArray("ExtendedKeyUsage")
                .addObject()
                .put("ExtendedKeyUsageType", "CODE_SIGNING");
        assertThat(authority.certificate(request).getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    }

    @Test
    void what_is_not_served_is_refused_loudly() {
        ObjectNode extension = authority.request(csr);
        extension.putObject("ApiPassthrough").putObject("Extensions").putArray("CustomExtensions");
        assertThatThrownBy(() -> authority.issue(extension)).hasMessageContaining("CustomExtensions");
        ObjectNode attribute = authority.request(csr);
        attribute.putObject("ApiPassthrough").putObject("Subject").putArray("CustomAttributes");
        assertThatThrownBy(() -> authority.issue(attribute)).hasMessageContaining("CustomAttributes");
    }

    @Test
    void a_common_name_may_have_64_characters_and_not_65() {
        assertThat(authority
                        .certificate(named("x".repeat(64)))
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=" + "x".repeat(64));
        assertThatThrownBy(() -> authority.issue(named("x".repeat(65)))).hasMessageContaining("CommonName");
    }

    private ObjectNode named(String commonName) {
        ObjectNode request = authority.request(csr);
        request.putObject("ApiPassthrough").putObject("Subject").put("CommonName", commonName);
        return request;
    }

    @Test
    void a_template_of_another_partition_or_an_unknown_one_is_refused() {
        for (String arn : List.of(
                "arn:aws-cn:acm-pca:::template/EndEntityClientAuthCertificate/V1",
                "arn:aws:acm-pca:::template/CodeSigningCertificate/V1",
                "arn:aws:acm-pca:us-east-1::template/EndEntityClientAuthCertificate/V1",
                "EndEntityClientAuthCertificate/V1")) {
            assertThatThrownBy(() -> authority.issue(authority.request(csr).put("TemplateArn", arn)))
                    .isInstanceOf(AwsError.class)
                    .extracting(error -> ((AwsError) error).code())
                    .isEqualTo("InvalidArnException");
        }
    }
}
