package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.Json;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document that Terraform deploys, on good and bad hosts of the fleet. */
class GenerateCsrTest {
    private static final String ROTATION = "01234567-89ab-4cde-8f01-23456789abcd";

    @TempDir
    Path folder;

    @Test
    void a_host_makes_its_key_and_bad_hosts_do_what_they_are_there_for() throws Exception {
        Path documents = Path.of("").toAbsolutePath().resolveSibling("infra/terraform/documents");
        try (CommandFixture ssm = new CommandFixture(folder, 4, documents)) {
            SimulatedHost good = ssm.fleet.register();
            SimulatedHost broken = ssm.fleet.register();
            broken.breakOpenssl();
            SimulatedHost impersonator = ssm.fleet.register();
            impersonator.impersonate(good.id());
            String commandId = ssm.send(request(good, broken, impersonator));

            assertThat(CommandFixture.details(ssm.ended(commandId))).containsExactly("Success", "Failed", "Success");
            JsonNode failed = ssm.ended(commandId).get(1);
            assertThat(CommandFixture.output(failed)).contains("openssl").endsWith("exit status 1");
            assertThat(subject(ssm.ended(commandId).get(0))).isEqualTo("CN=" + good.id());
            assertThat(subject(ssm.ended(commandId).get(2))).isEqualTo("CN=" + good.id());
        }
    }

    @Test
    void a_host_that_is_restored_from_a_snapshot_answers_and_has_lost_its_key_once() throws Exception {
        Path documents = Path.of("").toAbsolutePath().resolveSibling("infra/terraform/documents");
        try (CommandFixture ssm = new CommandFixture(folder, 4, documents)) {
            SimulatedHost host = ssm.fleet.register();
            Path key = host.folder().resolve("var/lib/certfleet/" + ROTATION + "/host.key");
            host.forgetNextKey();
            String first = ssm.send(request(host));
            assertThat(subject(ssm.ended(first).get(0))).isEqualTo("CN=" + host.id());
            assertThat(key).doesNotExist();
            String second = ssm.send(request(host));
            assertThat(subject(ssm.ended(second).get(0))).isEqualTo("CN=" + host.id());
            assertThat(key).exists();
        }
    }

    private static ObjectNode request(SimulatedHost... hosts) {
        String lines = Arrays.stream(hosts)
                .map(host -> host.id() + " rotationId=" + ROTATION + "\n")
                .collect(Collectors.joining(
                        "",
                        "all keyAlgorithm=EC_prime256v1 certPath=/etc/a keyPath=/etc/b csrPath=/etc/c cacertPath=/etc/d"
                                + " signinghelperPath=/usr/local/bin owner=root validation=required\n",
                        ""));
        ObjectNode request =
                Json.object().put("DocumentName", "test-generate-csr").put("MaxErrors", "100%");
        Arrays.stream(hosts)
                .forEach(host -> request.withArrayProperty("InstanceIds").add(host.id()));
        return CommandFixture.parameter(
                request, "payload", Base64.getEncoder().encodeToString(lines.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String subject(JsonNode invocation) throws Exception {
        String[] answer = CommandFixture.output(invocation).split("\n", 2);
        assertThat(answer[0]).isEqualTo("certfleet generate-csr " + ROTATION + " holds -");
        try (PEMParser pem = new PEMParser(new StringReader(answer[1]))) {
            return ((PKCS10CertificationRequest) pem.readObject()).getSubject().toString();
        }
    }
}
