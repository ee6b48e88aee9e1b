package io.certfleet.standin.privateca.management;

import static io.certfleet.standin.gateway.Calls.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.privateca.AuthorityFixture;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.privateca.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CA from its creation by the API to its deletion. */
class NewCaTest {
    private static final String ROOT = "arn:aws:acm-pca:::template/RootCACertificate/V1";
    private static final Csr HOST = Csr.ec("CN=mi-0123456789abcdef0");

    @TempDir
    Path folder;

    private AuthorityFixture authority;

    @BeforeEach
    void create() {
        authority = new AuthorityFixture(folder);
    }

    private static ObjectNode wish() {
        ObjectNode request =
                Json.object().put("CertificateAuthorityType", "ROOT").put("UsageMode", "SHORT_LIVED_CERTIFICATE");
        request.putObject("CertificateAuthorityConfiguration")
                .put("KeyAlgorithm", "EC_prime256v1")
                .put("SigningAlgorithm", "SHA256WITHECDSA")
                .putObject("Subject")
                .put("CommonName", "fleet CA")
                .put("Country", "US")
                .put("Organization", "Example Corp");
        request.putObject("RevocationConfiguration")
                .putObject("CrlConfiguration")
                .put("Enabled", true)
                .put("ExpirationInDays", 7)
                .put("S3BucketName", "crls")
                .put("S3ObjectAcl", "BUCKET_OWNER_FULL_CONTROL");
        return request;
    }

    private String created(ObjectNode wish) {
        String arn = authority
                .call("CreateCertificateAuthority", wish)
                .path("CertificateAuthorityArn")
                .asText();
        authority.pass(Duration.ofMillis(100));
        return arn;
    }

    private JsonNode of(String arn, String operation, ObjectNode request) {
        return authority.call(operation, request.put("CertificateAuthorityArn", arn));
    }

    private JsonNode described(String arn) {
        return of(arn, "DescribeCertificateAuthority", Json.object()).path("CertificateAuthority");
    }

    private String issued(String arn, String csr, String template, int days) {
        ObjectNode request =
                authority.request(csr).put("TemplateArn", template).put("SigningAlgorithm", "SHA256WITHECDSA");
        request.withObjectProperty("Validity").put("Value", days);
        String certificate =
                of(arn, "IssueCertificate", request).path("CertificateArn").asText();
        authority.pass(Duration.ofMillis(100));
        return certificate;
    }

    private String selfSigned(String arn) {
        return issued(
                arn,
                Csr.encode(of(arn, "GetCertificateAuthorityCsr", Json.object())
                        .path("Csr")
                        .asText()),
                ROOT,
                3650);
    }

    private JsonNode certificate(String arn, String certificateArn) {
        return of(arn, "GetCertificate", Json.object().put("CertificateArn", certificateArn));
    }

    private void install(String arn, String pem) {
        of(arn, "ImportCertificateAuthorityCertificate", Json.object().put("Certificate", Csr.encode(pem)));
    }

    private String active() {
        String arn = created(wish());
        install(arn, certificate(arn, selfSigned(arn)).path("Certificate").asText());
        return arn;
    }

    @Test
    void a_ca_is_being_created_for_a_moment_and_has_no_csr_yet() {
        String arn = authority
                .call("CreateCertificateAuthority", wish())
                .path("CertificateAuthorityArn")
                .asText();
        assertThat(described(arn).path("Status").asText()).isEqualTo("CREATING");
        assertRefused("RequestInProgressException", () -> of(arn, "GetCertificateAuthorityCsr", Json.object()));
        authority.pass(Duration.ofMillis(100));
        assertThat(described(arn).path("Status").asText()).isEqualTo("PENDING_CERTIFICATE");
    }

    @Test
    void it_is_described_as_it_was_asked_for() {
        JsonNode described = described(created(wish()));
        assertThat(described.path("CertificateAuthorityConfiguration"))
                .isEqualTo(wish().path("CertificateAuthorityConfiguration"));
        assertThat(described.path("UsageMode").asText()).isEqualTo("SHORT_LIVED_CERTIFICATE");
        assertThat(described.at("/RevocationConfiguration/CrlConfiguration").toString())
                .isEqualTo("{\"Enabled\":true,\"ExpirationInDays\":7,\"S3BucketName\":\"crls\","
                        + "\"S3ObjectAcl\":\"BUCKET_OWNER_FULL_CONTROL\",\"CrlType\":\"COMPLETE\"}");
        assertThat(described.has("NotAfter")).isFalse();
    }

    @Test
    void without_a_certificate_it_signs_its_own_and_nothing_else() {
        String arn = created(wish());
        assertRefused("InvalidStateException", () -> issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7));
        assertRefused("InvalidStateException", () -> of(arn, "GetCertificateAuthorityCertificate", Json.object()));
        JsonNode answer = certificate(arn, selfSigned(arn));
        assertThat(answer.has("CertificateChain")).isFalse();
        X509Certificate root = AuthorityFixture.parse(answer.path("Certificate").asText());
        assertThat(root.getSubjectX500Principal().getName()).isEqualTo("CN=fleet CA,O=Example Corp,C=US");
        assertThat(root.getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(root.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(root.getKeyUsage()).startsWith(true, false, false, false, false, true, true);
        assertThat(Duration.between(
                        root.getNotBefore().toInstant(), root.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(3650).plusHours(1));
    }

    @Test
    void with_its_certificate_it_is_active_and_signs() throws Exception {
        String arn = active();
        JsonNode described = described(arn);
        assertThat(described.path("Status").asText()).isEqualTo("ACTIVE");
        JsonNode answer = certificate(arn, issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7));
        String chain = answer.path("CertificateChain").asText();
        assertThat(chain)
                .isEqualTo(of(arn, "GetCertificateAuthorityCertificate", Json.object())
                        .path("Certificate")
                        .asText());
        AuthorityFixture.parse(answer.path("Certificate").asText())
                .verify(AuthorityFixture.parse(chain).getPublicKey());
    }

    @Test
    void it_signs_its_csr_and_its_crl_as_its_configuration_says() throws Exception {
        ObjectNode wish = wish();
        wish.withObjectProperty("CertificateAuthorityConfiguration").put("SigningAlgorithm", "SHA512WITHECDSA");
        String arn = created(wish);
        String csr =
                of(arn, "GetCertificateAuthorityCsr", Json.object()).path("Csr").asText();
        assertThat(new PKCS10CertificationRequest(
                                Pem.read("CERTIFICATE REQUEST", csr.getBytes(StandardCharsets.US_ASCII))
                                        .orElseThrow())
                        .getSignatureAlgorithm()
                        .getAlgorithm())
                .isEqualTo(X9ObjectIdentifiers.ecdsa_with_SHA512);
        install(arn, certificate(arn, selfSigned(arn)).path("Certificate").asText());
        // IssueCertificate says by itself how a certificate is signed.
        issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7);
        authority.pass(Duration.ofHours(1));
        assertThat(authority.crl().getSigAlgName()).isEqualTo("SHA512withECDSA");
    }

    @Test
    void its_crl_goes_to_its_bucket_under_its_id() {
        String arn = active();
        String certificate = issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7);
        authority.pass(Duration.ofSeconds(2));
        assertThat(authority.crlKeys).containsExactly("crl/" + arn.substring(arn.lastIndexOf('/') + 1) + ".crl");
        assertThat(certificate).startsWith(arn + "/certificate/");
    }

    @Test
    void a_ca_without_a_crl_names_none_in_its_certificates() {
        ObjectNode wish = wish();
        wish.remove("RevocationConfiguration");
        String arn = created(wish);
        install(arn, certificate(arn, selfSigned(arn)).path("Certificate").asText());
        JsonNode answer = certificate(arn, issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7));
        assertThat(AuthorityFixture.parse(answer.path("Certificate").asText()).getExtensionValue("2.5.29.31"))
                .isNull();
        authority.pass(Duration.ofSeconds(2));
        assertThat(authority.crlKeys).isEmpty();
    }

    @Test
    void a_short_lived_ca_signs_seven_days_and_nobody_signs_another_ca() {
        String arn = active();
        assertRefused("ValidationException", () -> issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 8));
        assertRefused(
                "InvalidArnException",
                () -> issued(arn, HOST.base64(), "arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1", 7));
        assertRefused("ValidationException", () -> created(wish().put("CertificateAuthorityType", "SUBORDINATE")));
    }

    @Test
    void a_self_signed_certificate_is_for_the_cas_own_key_and_cannot_be_revoked() {
        String arn = created(wish());
        assertRefused("MalformedCSRException", () -> issued(arn, HOST.base64(), ROOT, 3650));
        String own = selfSigned(arn);
        install(arn, certificate(arn, own).path("Certificate").asText());
        assertThatThrownBy(() -> of(
                        arn,
                        "RevokeCertificate",
                        Json.object()
                                .put("CertificateSerial", own.substring(own.lastIndexOf('/') + 1))
                                .put("RevocationReason", "UNSPECIFIED")))
                .hasMessage("Self-signed certificate can not be revoked");
    }

    @Test
    void a_certificate_of_another_key_or_of_no_ca_is_not_imported() {
        String arn = created(wish());
        assertRefused("CertificateMismatchException", () -> install(arn, authority.certificate()));
        assertRefused("MalformedCertificateException", () -> install(arn, "nonsense"));
        String own = certificate(arn, selfSigned(arn)).path("Certificate").asText();
        ObjectNode withChain =
                Json.object().put("Certificate", Csr.encode(own)).put("CertificateChain", Csr.encode(own));
        assertRefused("InvalidRequestException", () -> of(arn, "ImportCertificateAuthorityCertificate", withChain));
    }

    @Test
    void the_same_token_creates_one_ca_for_five_minutes() {
        ObjectNode wish = wish().put("IdempotencyToken", "once");
        String first = created(wish);
        assertThat(created(wish)).isEqualTo(first);
        authority.pass(Duration.ofMinutes(5));
        assertThat(created(wish)).isNotEqualTo(first);
    }

    @Test
    void keys_and_signing_algorithms_that_do_not_fit_are_refused() {
        ObjectNode wish = wish();
        wish.withObjectProperty("CertificateAuthorityConfiguration").put("SigningAlgorithm", "SHA256WITHRSA");
        assertRefused("InvalidArgsException", () -> created(wish));
        wish.withObjectProperty("CertificateAuthorityConfiguration").put("KeyAlgorithm", "DSA_1024");
        assertRefused("ValidationException", () -> created(wish));
    }

    @Test
    void the_crl_is_switched_off_by_an_update_but_only_of_a_ca_that_is_active_or_disabled() {
        ObjectNode off = Json.object();
        off.putObject("RevocationConfiguration").putObject("CrlConfiguration").put("Enabled", false);
        String pending = created(wish());
        assertRefused("InvalidStateException", () -> of(pending, "UpdateCertificateAuthority", off.deepCopy()));
        String arn = active();
        of(arn, "UpdateCertificateAuthority", off.deepCopy());
        assertThat(described(arn)
                        .at("/RevocationConfiguration/CrlConfiguration/Enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_disabled_ca_signs_nothing_is_deleted_and_can_be_restored() {
        String arn = created(wish());
        String root = selfSigned(arn);
        install(arn, certificate(arn, root).path("Certificate").asText());
        assertRefused("InvalidStateException", () -> of(arn, "DeleteCertificateAuthority", Json.object()));
        of(arn, "UpdateCertificateAuthority", Json.object().put("Status", "DISABLED"));
        // The words that Terraform's provider waits upon.
        assertThatThrownBy(() -> issued(arn, HOST.base64(), AuthorityFixture.CLIENT, 7))
                .hasMessage("The certificate authority is not in a valid state for issuing certificates")
                .extracting(error -> ((AwsError) error).code())
                .isEqualTo("InvalidStateException");
        assertThat(certificate(arn, root).path("Certificate").asText()).startsWith("-----BEGIN");
        assertRefused(
                "ValidationException",
                () -> of(arn, "DeleteCertificateAuthority", Json.object().put("PermanentDeletionTimeInDays", 6)));
        of(arn, "DeleteCertificateAuthority", Json.object().put("PermanentDeletionTimeInDays", 7));
        assertThat(described(arn).path("Status").asText()).isEqualTo("DELETED");
        assertRefused("InvalidStateException", () -> certificate(arn, root));
        of(arn, "RestoreCertificateAuthority", Json.object());
        assertThat(described(arn).path("Status").asText()).isEqualTo("DISABLED");
    }

    @Test
    void tags_are_given_at_creation_changed_and_removed() {
        ObjectNode wish = wish();
        wish.putArray("Tags").addObject().put("Key", "team").put("Value", "pki");
        String arn = created(wish);
        ObjectNode more = Json.object();
        more.putArray("Tags").addObject().put("Key", "stage").put("Value", "test");
        of(arn, "TagCertificateAuthority", more);
        assertThat(of(arn, "ListTags", Json.object()).path("Tags").toString())
                .isEqualTo("[{\"Key\":\"stage\",\"Value\":\"test\"},{\"Key\":\"team\",\"Value\":\"pki\"}]");
        of(arn, "UntagCertificateAuthority", more);
        assertThat(of(arn, "ListTags", Json.object()).path("Tags")).hasSize(1);
    }
}
