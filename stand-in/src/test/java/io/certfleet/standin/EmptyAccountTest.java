package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Terraform makes in an empty account, made with the aws CLI. */
class EmptyAccountTest {
    private static final String CREATE_CA = "acm-pca create-certificate-authority --certificate-authority-type ROOT"
            + " --usage-mode SHORT_LIVED_CERTIFICATE --certificate-authority-configuration"
            + " KeyAlgorithm=RSA_2048,SigningAlgorithm=SHA256WITHRSA,Subject={CommonName=fleet}"
            + " --revocation-configuration CrlConfiguration={Enabled=true,ExpirationInDays=7,S3BucketName=crls,"
            + "S3ObjectAcl=BUCKET_OWNER_FULL_CONTROL}";

    @TempDir
    Path folder;

    private EmptyAccount account;
    private AwsCli aws;

    @BeforeEach
    void start() {
        account = new EmptyAccount(folder.resolve("account"), 0);
        aws = AwsCli.at(account.address(), folder);
    }

    @AfterEach
    void stop() {
        account.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void a_ca_needs_its_bucket_first() {
        Ended refused = aws.run(CREATE_CA);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.errors()).contains("Permission error with your S3 bucket 'crls'");
        assertThat(aws.json("acm-pca list-certificate-authorities").path("CertificateAuthorities"))
                .isEmpty();
    }

    @Test
    void a_root_ca_is_made_trusted_and_has_a_profile() throws IOException {
        aws.run("s3api create-bucket --bucket crls");
        aws.run("s3api put-bucket-policy --bucket crls --policy %s", """
                {"Statement": [{"Effect": "Allow", "Principal": {"Service": "acm-pca.amazonaws.com"}, "Action": "s3:*",
                  "Resource": ["arn:aws:s3:::crls", "arn:aws:s3:::crls/*"],
                  "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}
                """);
        String caArn = aws.json(CREATE_CA).path("CertificateAuthorityArn").asText();
        String ca = " --certificate-authority-arn " + caArn;
        aws.run("acm-pca wait certificate-authority-csr-created" + ca);
        String csr = aws.json("acm-pca get-certificate-authority-csr" + ca)
                .path("Csr")
                .asText();
        String certificateArn = aws.json(
                        "acm-pca issue-certificate --csr fileb://%s --signing-algorithm SHA256WITHRSA --template-arn"
                                + " arn:aws:acm-pca:::template/RootCACertificate/V1 --validity Value=10,Type=YEARS"
                                + ca,
                        file("csr.pem", csr))
                .path("CertificateArn")
                .asText();
        aws.run("acm-pca wait certificate-issued --certificate-arn " + certificateArn + ca);
        String root = aws.json("acm-pca get-certificate --certificate-arn " + certificateArn + ca)
                .path("Certificate")
                .asText();
        String trust = "rolesanywhere create-trust-anchor --enabled --name hosts --source"
                + " sourceType=AWS_ACM_PCA,sourceData={acmPcaArn=" + caArn + "}";
        assertThat(aws.errors(trust)).contains("ValidationException");
        aws.run(
                "acm-pca import-certificate-authority-certificate --certificate fileb://%s" + ca,
                file("root.pem", root));
        assertThat(aws.json("acm-pca describe-certificate-authority" + ca)
                        .at("/CertificateAuthority/Status")
                        .asText())
                .isEqualTo("ACTIVE");
        assertThat(aws.json(trust)
                        .at("/trustAnchor/source/sourceData/acmPcaArn")
                        .asText())
                .isEqualTo(caArn);
        assertThat(aws.json("rolesanywhere create-profile --name hosts --role-arns arn:aws:iam::111122223333:role/host")
                        .at("/profile/enabled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void documents_and_activations_are_made() throws IOException {
        Path content = file("say.json", """
                {"schemaVersion": "2.2", "mainSteps": [{"action": "aws:runShellScript", "name": "say",
                  "inputs": {"runCommand": ["echo hello"]}}]}
                """);
        assertThat(aws.json("ssm create-document --name my-say --document-type Command --content file://%s", content)
                        .at("/DocumentDescription/DocumentFormat")
                        .asText())
                .isEqualTo("JSON");
        aws.run("ssm create-activation --iam-role node --registration-limit 7");
        assertThat(aws.json("ssm describe-activations")
                        .at("/ActivationList/0/RegistrationLimit")
                        .asInt())
                .isEqualTo(7);
    }
}
