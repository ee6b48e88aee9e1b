package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Terraform makes in an empty account, made with the aws CLI. */
class EmptyAccountTest {
    @TempDir
    Path folder;

    private EmptyAccount account;
    private AwsCli aws;

    @BeforeEach
    void start() {
        account = new EmptyAccount(folder.resolve("account"), 0);
        aws = new AwsCli(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        account.address().toString(),
                        "AWS_DEFAULT_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "AKIAANYBODY",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"),
                folder);
    }

    @AfterEach
    void stop() {
        account.close();
    }

    private String file(String name, String text) {
        try {
            return "file://" + Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AwsCli.Result createCa() {
        return aws.run(
                "acm-pca",
                "create-certificate-authority",
                "--certificate-authority-type",
                "ROOT",
                "--usage-mode",
                "SHORT_LIVED_CERTIFICATE",
                "--certificate-authority-configuration",
                "KeyAlgorithm=RSA_2048,SigningAlgorithm=SHA256WITHRSA,Subject={CommonName=fleet}",
                "--revocation-configuration",
                "CrlConfiguration={Enabled=true,ExpirationInDays=7,S3BucketName=crls,"
                        + "S3ObjectAcl=BUCKET_OWNER_FULL_CONTROL}");
    }

    private void createBucket() {
        aws.run("s3api", "create-bucket", "--bucket", "crls");
        aws.run("s3api", "put-bucket-policy", "--bucket", "crls", "--policy", """
                {"Statement": [{"Effect": "Allow", "Principal": {"Service": "acm-pca.amazonaws.com"}, "Action": "s3:*",
                  "Resource": ["arn:aws:s3:::crls", "arn:aws:s3:::crls/*"],
                  "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}
                """);
    }

    @Test
    void a_ca_needs_its_bucket_first() {
        AwsCli.Result refused = createCa();
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.errors()).contains("Permission error with your S3 bucket 'crls'");
        assertThat(aws.json("acm-pca", "list-certificate-authorities").path("CertificateAuthorities"))
                .isEmpty();
    }

    @Test
    void a_root_ca_is_made_trusted_and_has_a_profile() {
        createBucket();
        String caArn = createCa().json().path("CertificateAuthorityArn").asText();
        aws.run("acm-pca", "wait", "certificate-authority-csr-created", "--certificate-authority-arn", caArn);
        String csr = aws.json("acm-pca", "get-certificate-authority-csr", "--certificate-authority-arn", caArn)
                .path("Csr")
                .asText();
        String certificateArn = aws.json(
                        "acm-pca",
                        "issue-certificate",
                        "--certificate-authority-arn",
                        caArn,
                        "--csr",
                        file("csr.pem", csr).replace("file:", "fileb:"),
                        "--signing-algorithm",
                        "SHA256WITHRSA",
                        "--template-arn",
                        "arn:aws:acm-pca:::template/RootCACertificate/V1",
                        "--validity",
                        "Value=10,Type=YEARS")
                .path("CertificateArn")
                .asText();
        aws.run(
                "acm-pca",
                "wait",
                "certificate-issued",
                "--certificate-authority-arn",
                caArn,
                "--certificate-arn",
                certificateArn);
        String root = aws.json(
                        "acm-pca",
                        "get-certificate",
                        "--certificate-authority-arn",
                        caArn,
                        "--certificate-arn",
                        certificateArn)
                .path("Certificate")
                .asText();
        String source = "sourceType=AWS_ACM_PCA,sourceData={acmPcaArn=" + caArn + "}";
        assertThat(aws.run("rolesanywhere", "create-trust-anchor", "--name", "hosts", "--source", source)
                        .errors())
                .contains("ValidationException");
        aws.run(
                "acm-pca",
                "import-certificate-authority-certificate",
                "--certificate-authority-arn",
                caArn,
                "--certificate",
                file("root.pem", root).replace("file:", "fileb:"));
        JsonNode described = aws.json("acm-pca", "describe-certificate-authority", "--certificate-authority-arn", caArn)
                .path("CertificateAuthority");
        assertThat(described.path("Status").asText()).isEqualTo("ACTIVE");
        assertThat(aws.json("rolesanywhere", "create-trust-anchor", "--enabled", "--name", "hosts", "--source", source)
                        .path("trustAnchor")
                        .path("source")
                        .path("sourceData")
                        .path("acmPcaArn")
                        .asText())
                .isEqualTo(caArn);
        assertThat(aws.json(
                                "rolesanywhere",
                                "create-profile",
                                "--name",
                                "hosts",
                                "--role-arns",
                                "arn:aws:iam::111122223333:role/host")
                        .path("profile")
                        .path("enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void documents_and_activations_are_made() {
        String content = file("say.json", """
                {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "say",
                  "inputs": {"runCommand": ["echo hello"]}}]}
                """);
        JsonNode created = aws.json(
                        "ssm",
                        "create-document",
                        "--name",
                        "my-say",
                        "--document-type",
                        "Command",
                        "--content",
                        content)
                .path("DocumentDescription");
        assertThat(created.path("DocumentFormat").asText()).isEqualTo("JSON");
        aws.run("ssm", "create-activation", "--iam-role", "node", "--registration-limit", "7");
        assertThat(aws.json("ssm", "describe-activations")
                        .path("ActivationList")
                        .path(0)
                        .path("RegistrationLimit")
                        .asInt())
                .isEqualTo(7);
    }
}
