package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    private record Ended(int exit, String output, String errors) {}

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
        administrator = new AwsCli(standIn.environment(), folder);
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    private static Ended run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "run", ".out");
        Path errors = Files.createTempFile(folder, "run", ".err");
        int exit = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return new Ended(exit, Files.readString(output), Files.readString(errors));
    }

    private static JsonNode issued(String subject) throws Exception {
        Ended made = run(
                "openssl",
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "host.key",
                "-out",
                "host.csr",
                "-subj",
                "/CN=" + subject);
        assertThat(made.exit()).as(made.errors()).isZero();
        String arn = administrator
                .json(
                        "acm-pca",
                        "issue-certificate",
                        "--certificate-authority-arn",
                        standIn.caArn(),
                        "--csr",
                        "fileb://" + folder.resolve("host.csr"),
                        "--signing-algorithm",
                        "SHA256WITHRSA",
                        "--template-arn",
                        "arn:aws:acm-pca:::template/EndEntityClientAuthCertificate/V1",
                        "--validity",
                        "Value=1,Type=DAYS")
                .path("CertificateArn")
                .asText();
        String[] get = {
            "acm-pca", "get-certificate", "--certificate-authority-arn", standIn.caArn(), "--certificate-arn", arn
        };
        Awaitility.await().until(() -> administrator.run(get).exit() == 0);
        return administrator.json(get);
    }

    private static Ended session(String subject) throws Exception {
        Files.writeString(
                folder.resolve("host.crt"), issued(subject).path("Certificate").asText() + "\n");
        SimulatedHost host = standIn.fleet().register();
        List<String> command = new ArrayList<>(List.of(
                host.folder().resolve("usr/local/bin/aws_signing_helper").toString(), "credential-process"));
        command.addAll(List.of("--certificate", "host.crt", "--private-key", "host.key"));
        command.addAll(List.of("--trust-anchor-arn", standIn.trustAnchorArn(), "--profile-arn", standIn.profileArn()));
        command.addAll(List.of("--role-arn", standIn.roleArn()));
        return run(command.toArray(String[]::new));
    }

    @Test
    void a_host_learns_from_sts_that_it_is_in_the_role_under_its_certificate_s_serial() throws Exception {
        Ended granted = session("mi-0123456789abcdef0");
        assertThat(granted.exit()).as(granted.errors()).isZero();
        JsonNode credentials = Json.read(granted.output().getBytes(StandardCharsets.UTF_8));
        Map<String, String> environment = new HashMap<>(standIn.environment());
        environment.put("AWS_ACCESS_KEY_ID", credentials.path("AccessKeyId").asText());
        environment.put(
                "AWS_SECRET_ACCESS_KEY", credentials.path("SecretAccessKey").asText());
        environment.put("AWS_SESSION_TOKEN", credentials.path("SessionToken").asText());
        AwsCli host = new AwsCli(environment, folder);
        String serial = run("openssl", "x509", "-in", "host.crt", "-noout", "-serial")
                .output()
                .strip()
                .replace("serial=", "")
                .toLowerCase(Locale.ROOT);
        assertThat(host.json("sts", "get-caller-identity").path("Arn").asText())
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/certfleet-host/" + serial);
        assertThat(host.run("sqs", "receive-message", "--queue-url", environment.get("CSR_QUEUE_URL"))
                        .errors())
                .contains("AccessDenied")
                .contains(serial);
        environment.put("AWS_SESSION_TOKEN", "another");
        assertThat(new AwsCli(environment, folder)
                        .run("sts", "get-caller-identity")
                        .errors())
                .contains("InvalidClientTokenId");
    }

    @Test
    void a_certificate_of_the_ca_for_something_else_than_a_host_gets_no_session() throws Exception {
        assertThat(session("web").errors())
                .contains("AccessDeniedException")
                .contains("Unable to assume role for " + standIn.roleArn());
    }
}
