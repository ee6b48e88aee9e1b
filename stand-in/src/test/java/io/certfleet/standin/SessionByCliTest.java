package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's session from its certificate to a call of AWS in its name. */
class SessionByCliTest {
    @TempDir
    static Path folder;

    private static StandIn standIn;
    private static AwsCli administrator;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
        administrator = new AwsCli(standIn.environment(), folder);
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    private static Ended run(String line) {
        return Ended.of(folder, Map.of(), Ended.words(line));
    }

    private static JsonNode issued(String subject) {
        Ended made = run("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout host.key"
                + " -out host.csr -subj /CN=" + subject);
        assertThat(made.exit()).as(made.errors()).isZero();
        String ca = " --certificate-authority-arn " + standIn.caArn();
        String arn = administrator
                .json("acm-pca issue-certificate --csr fileb://host.csr --signing-algorithm SHA256WITHRSA"
                        + " --template-arn arn:aws:acm-pca:::template/EndEntityClientAuthCertificate/V1"
                        + " --validity Value=1,Type=DAYS" + ca)
                .path("CertificateArn")
                .asText();
        String get = "acm-pca get-certificate --certificate-arn " + arn + ca;
        Awaitility.await().until(() -> administrator.run(get).exit() == 0);
        return administrator.json(get);
    }

    private static Ended session(String subject) throws Exception {
        Files.writeString(
                folder.resolve("host.crt"), issued(subject).path("Certificate").asText() + "\n");
        Path helper = standIn.fleet().register().folder().resolve("usr/local/bin/aws_signing_helper");
        return run(helper + " credential-process --certificate host.crt --private-key host.key --trust-anchor-arn "
                + standIn.trustAnchorArn() + " --profile-arn " + standIn.profileArn() + " --role-arn "
                + standIn.roleArn());
    }

    @Test
    void a_host_learns_from_sts_that_it_is_in_the_role_under_its_certificate_s_serial() throws Exception {
        Ended granted = session("mi-0123456789abcdef0");
        assertThat(granted.exit()).as(granted.errors()).isZero();
        JsonNode credentials = granted.json();
        AwsCli host = administrator
                .with("AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText())
                .with(
                        "AWS_SECRET_ACCESS_KEY",
                        credentials.path("SecretAccessKey").asText())
                .with("AWS_SESSION_TOKEN", credentials.path("SessionToken").asText());
        String serial = run("openssl x509 -in host.crt -noout -serial")
                .output()
                .strip()
                .replace("serial=", "")
                .toLowerCase(Locale.ROOT);
        assertThat(host.json("sts get-caller-identity").path("Arn").asText())
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/certfleet-host/" + serial);
        assertThat(host.errors(
                        "sqs receive-message --queue-url %s", host.environment().get("CSR_QUEUE_URL")))
                .contains("AccessDenied")
                .contains(serial);
        assertThat(host.with("AWS_SESSION_TOKEN", "another").errors("sts get-caller-identity"))
                .contains("InvalidClientTokenId");
    }

    @Test
    void a_certificate_of_the_ca_for_something_else_than_a_host_gets_no_session() throws Exception {
        assertThat(session("web").errors())
                .contains("AccessDeniedException")
                .contains("Unable to assume role for " + standIn.roleArn());
    }
}
