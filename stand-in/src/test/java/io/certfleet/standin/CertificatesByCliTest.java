package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certfleet.standin.privateca.AuthorityFixture;
import io.certfleet.standin.privateca.Csr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private CA and Roles Anywhere as an operator's aws command sees them. */
class CertificatesByCliTest {
    private static final String ISSUE = "acm-pca issue-certificate --csr fileb://%s --signing-algorithm SHA256WITHRSA"
            + " --validity Value=7,Type=DAYS --template-arn " + AuthorityFixture.CLIENT_API;

    @TempDir
    static Path folder;

    private static StandIn standIn;
    private static AwsCli aws;
    private static String ca;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder).withoutQuotas().withCrlDelay(Duration.ofMillis(50)));
        aws = new AwsCli(standIn.environment(), folder);
        ca = " --certificate-authority-arn " + standIn.caArn();
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    private static X509Certificate issued() throws Exception {
        Path csr = Files.write(
                folder.resolve("host.csr"),
                Base64.getDecoder().decode(Csr.ec("CN=anybody").base64()));
        String arn = aws.json(ISSUE + ca + " --api-passthrough Subject={CommonName=mi-0123456789abcdef0}", csr)
                .path("CertificateArn")
                .asText();
        String get = "acm-pca get-certificate --certificate-arn " + arn + ca;
        await().until(() -> aws.run(get).exit() == 0);
        return AuthorityFixture.parse(aws.json(get).path("Certificate").asText());
    }

    @Test
    void it_issues_describes_and_revokes() throws Exception {
        X509Certificate certificate = issued();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=mi-0123456789abcdef0");
        assertThat(aws.json("acm-pca describe-certificate-authority" + ca)
                        .at("/CertificateAuthority/Status")
                        .asText())
                .isEqualTo("ACTIVE");

        String revoke = "acm-pca revoke-certificate --revocation-reason KEY_COMPROMISE --certificate-serial "
                + "%032x".formatted(certificate.getSerialNumber()) + ca;
        assertThat(aws.run(revoke).exit()).isZero();
        assertThat(aws.errors(revoke)).contains("RequestAlreadyProcessedException");

        Path crl = folder.resolve("authority/crl.pem");
        await().until(() -> Files.exists(crl));
        String id = aws.json(
                        "rolesanywhere import-crl --enabled --name by-hand --crl-data fileb://%s --trust-anchor-arn %s",
                        crl, standIn.trustAnchorArn())
                .at("/crl/crlId")
                .asText();
        assertThat(aws.json("rolesanywhere get-crl --crl-id " + id)
                        .at("/crl/name")
                        .asText())
                .isEqualTo("by-hand");
        assertThat(aws.json("rolesanywhere update-crl --crl-data fileb://%s --crl-id %s", crl, id))
                .isNotNull();
        assertThat(aws.json("rolesanywhere list-crls").path("crls")).hasSize(1);
        aws.json("rolesanywhere disable-crl --crl-id " + id);
        aws.json("rolesanywhere delete-crl --crl-id " + id);
        assertThat(aws.errors("rolesanywhere get-crl --crl-id " + id)).contains("ResourceNotFoundException");
    }

    @Test
    void its_errors_have_names_that_the_aws_command_knows() throws Exception {
        Path csr = Files.writeString(folder.resolve("bad.csr"), "hello");
        assertThat(aws.errors(ISSUE + ca, csr)).contains("MalformedCSRException");
    }

    @Test
    void trust_anchor_and_profile_are_listed() {
        assertThat(aws.json("rolesanywhere list-trust-anchors")
                        .at("/trustAnchors/0/trustAnchorArn")
                        .asText())
                .isEqualTo(standIn.trustAnchorArn());
        assertThat(aws.json("rolesanywhere list-profiles")
                        .at("/profiles/0/roleArns/0")
                        .asText())
                .isEqualTo(standIn.roleArn());
    }
}
