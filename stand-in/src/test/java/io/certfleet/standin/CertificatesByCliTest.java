package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.Gateway;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.privateca.AuthorityFixture;
import io.certfleet.standin.privateca.CaSettings;
import io.certfleet.standin.privateca.Csr;
import io.certfleet.standin.privateca.PrivateCa;
import io.certfleet.standin.rolesanywhere.RolesAnywhere;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.sts.IssuedSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private CA and Roles Anywhere as an operator's aws command sees them. */
class CertificatesByCliTest {
    @TempDir
    static Path folder;

    private static final String ROLE = "arn:aws:iam::111122223333:role/certfleet-host";
    private static final ScheduledExecutorService EXECUTOR = Executors.newScheduledThreadPool(1);

    private static Gateway gateway;
    private static AwsCli aws;
    private static String caArn;
    private static String trustAnchorArn;

    @BeforeAll
    static void start() {
        Clock clock = Clock.systemUTC();
        PrivateCa ca = new PrivateCa(
                CaSettings.standard("us-east-1", "111122223333", folder).withCrlDelay(Duration.ofMillis(50)),
                clock,
                (source, detailType, resources, detail) -> {},
                (bucket, key, crl) -> {},
                EXECUTOR);
        RolesAnywhere rolesAnywhere = new RolesAnywhere(
                new RolesAnywhereSettings("us-east-1", "111122223333", ca::certificate, folder),
                new TrustPolicies(),
                new IssuedSessions(),
                clock);
        rolesAnywhere.profile(List.of(ROLE));
        gateway = new Gateway(0, List.of(), clock, new CallLog(folder.resolve("calls.jsonl")));
        gateway.serve(ca);
        gateway.serve(rolesAnywhere);
        gateway.open();
        aws = new AwsCli(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        gateway.address().toString(),
                        "AWS_DEFAULT_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "AKIACERTFLEETOPERATOR",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"),
                folder);
        caArn = ca.createActive();
        trustAnchorArn = rolesAnywhere.trust(caArn);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        EXECUTOR.shutdownNow();
    }

    private static JsonNode authority(String operation, String... more) {
        return aws.json(arguments("acm-pca", operation, more));
    }

    private static String[] arguments(String service, String operation, String... more) {
        String[] all = new String[4 + more.length];
        all[0] = service;
        all[1] = operation;
        all[2] = "--certificate-authority-arn";
        all[3] = caArn;
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    private static X509Certificate issued() throws Exception {
        Path csr = folder.resolve("host.csr");
        Files.write(csr, Base64.getDecoder().decode(Csr.ec("CN=anybody").base64()));
        String arn = authority(
                        "issue-certificate",
                        "--csr",
                        "fileb://" + csr,
                        "--signing-algorithm",
                        "SHA256WITHRSA",
                        "--template-arn",
                        AuthorityFixture.CLIENT_API,
                        "--validity",
                        "Value=7,Type=DAYS",
                        "--api-passthrough",
                        "{\"Subject\":{\"CommonName\":\"mi-0123456789abcdef0\"}}")
                .path("CertificateArn")
                .asText();
        AwsCli.Result[] result = new AwsCli.Result[1];
        await().until(() -> {
            result[0] = aws.run(arguments("acm-pca", "get-certificate", "--certificate-arn", arn));
            return result[0].exit() == 0;
        });
        return AuthorityFixture.parse(result[0].json().path("Certificate").asText());
    }

    @Test
    void it_issues_describes_and_revokes() throws Exception {
        X509Certificate certificate = issued();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=mi-0123456789abcdef0");
        assertThat(authority("describe-certificate-authority")
                        .path("CertificateAuthority")
                        .path("Status")
                        .asText())
                .isEqualTo("ACTIVE");

        String serial = String.format("%032x", certificate.getSerialNumber());
        String[] revoke = arguments(
                "acm-pca",
                "revoke-certificate",
                "--certificate-serial",
                serial,
                "--revocation-reason",
                "KEY_COMPROMISE");
        assertThat(aws.run(revoke).exit()).isZero();
        assertThat(aws.run(revoke).errors()).contains("RequestAlreadyProcessedException");

        Path crl = folder.resolve("crl.pem");
        await().until(() -> Files.exists(crl));
        JsonNode imported = aws.json(
                "rolesanywhere",
                "import-crl",
                "--name",
                "by-hand",
                "--crl-data",
                "fileb://" + crl,
                "--trust-anchor-arn",
                trustAnchorArn,
                "--enabled");
        String id = imported.path("crl").path("crlId").asText();
        assertThat(aws.json("rolesanywhere", "get-crl", "--crl-id", id)
                        .path("crl")
                        .path("name")
                        .asText())
                .isEqualTo("by-hand");
        assertThat(aws.json("rolesanywhere", "update-crl", "--crl-id", id, "--crl-data", "fileb://" + crl))
                .isNotNull();
        assertThat(aws.json("rolesanywhere", "list-crls").path("crls")).hasSize(1);
        aws.json("rolesanywhere", "disable-crl", "--crl-id", id);
        aws.json("rolesanywhere", "delete-crl", "--crl-id", id);
        assertThat(aws.run("rolesanywhere", "get-crl", "--crl-id", id).errors()).contains("ResourceNotFoundException");
    }

    @Test
    void its_errors_have_names_that_the_aws_command_knows() throws Exception {
        Path csr = folder.resolve("bad.csr");
        Files.writeString(csr, "hello");
        assertThat(aws.run(arguments(
                                "acm-pca",
                                "issue-certificate",
                                "--csr",
                                "fileb://" + csr,
                                "--signing-algorithm",
                                "SHA256WITHRSA",
                                "--validity",
                                "Value=7,Type=DAYS"))
                        .errors())
                .contains("MalformedCSRException");
    }

    @Test
    void trust_anchor_and_profile_are_listed() {
        assertThat(aws.json("rolesanywhere", "list-trust-anchors")
                        .path("trustAnchors")
                        .path(0)
                        .path("trustAnchorArn")
                        .asText())
                .isEqualTo(trustAnchorArn);
        assertThat(aws.json("rolesanywhere", "list-profiles")
                        .path("profiles")
                        .path(0)
                        .path("roleArns")
                        .path(0)
                        .asText())
                .isEqualTo(ROLE);
    }
}
