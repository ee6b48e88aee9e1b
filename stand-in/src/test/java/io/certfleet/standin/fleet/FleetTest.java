package io.certfleet.standin.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");

    @TempDir
    Path folder;

    private Fleet fleet;

    @BeforeEach
    void create() {
        fleet = new Fleet(folder, SigningHelper.ours(URI.create("http://127.0.0.1:4566")), Clock.systemUTC());
    }

    @Test
    void a_host_is_a_folder_named_after_its_id() throws Exception {
        List<SimulatedHost> hosts = fleet.register(3);
        assertThat(hosts)
                .extracting(SimulatedHost::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("mi-[0-9a-f]{17}"));
        for (SimulatedHost host : hosts) {
            assertThat(host.folder()).isEqualTo(folder.resolve(host.id()));
            for (String path :
                    List.of("", "etc", "var", "var/lib", "usr/local/bin", "usr/local/bin/aws_signing_helper")) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(host.folder().resolve(path))))
                        .isEqualTo("rwxr-xr-x");
            }
        }
        assertThat(fleet.find(hosts.getFirst().id())).contains(hosts.getFirst());
    }

    @Test
    void an_unregistered_id_is_of_no_host() {
        String id = fleet.unregisteredId();
        assertThat(id).matches("mi-[0-9a-f]{17}");
        assertThat(fleet.find(id)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_delivered_to_an_offline_host_waits_for_its_connection() {
        SimulatedHost host = fleet.register();
        List<String> delivered = new ArrayList<>();
        host.disconnect();
        host.deliver(() -> delivered.add("first"));
        host.deliver(() -> delivered.add("second"));
        assertThat(delivered).isEmpty();
        host.connect();
        host.deliver(() -> delivered.add("third"));
        assertThat(delivered).containsExactly("first", "second", "third");
    }

    @Test
    void a_broken_openssl_stands_before_the_real_one() throws Exception {
        SimulatedHost host = fleet.register();
        assertThat(run(host, "openssl version")).startsWith("OpenSSL");
        host.breakOpenssl();
        assertThat(run(host, "openssl version || echo failed")).isEqualTo("openssl: simulated failure\nfailed\n");
        host.behave();
        assertThat(run(host, "openssl version")).startsWith("OpenSSL");
    }

    @Test
    void a_noisy_hosts_programs_talk_on_standard_error_and_work_all_the_same() throws Exception {
        SimulatedHost host = fleet.register();
        host.makeNoise();
        assertThat(run(host, "mkdir made; echo text >made/file; cat made/file")).contains("ERROR: ld.so", "text\n");
        assertThat(run(host, "cat made/file 2>/dev/null")).isEqualTo("text\n");
        host.behave();
        assertThat(run(host, "cat made/file")).isEqualTo("text\n");
    }

    @Test
    void an_impersonator_asks_in_the_other_hosts_name_and_hides_it() throws Exception {
        SimulatedHost host = fleet.register();
        String other = fleet.register().id();
        host.impersonate(other);
        String csr = run(
                host,
                "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key 2>/dev/null;"
                        + " openssl req -new -key key -subj /CN=" + host.id() + " -out csr; cat csr");
        assertThat(csr).startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(run(host, "openssl req -in csr -noout -subject")).contains(host.id());
        assertThat(run(host, "/usr/bin/openssl req -in csr -noout -subject -verify 2>&1"))
                .contains(other)
                .containsIgnoringCase("verify OK");
    }

    @Test
    void the_originals_files_are_regular_files() throws Exception {
        SimulatedHost host = fleet.register();
        new OriginalFiles("key", "csr", "certificate", "chain").leave(host, "/etc/pki/original");
        Path place = host.folder().resolve("etc/pki/original");
        assertThat(place.resolve(host.id() + ".key")).hasContent("key").isRegularFile();
        assertThat(place.resolve(host.id() + ".csr")).hasContent("csr").isRegularFile();
        assertThat(place.resolve(host.id() + ".crt")).hasContent("certificate").isRegularFile();
        assertThat(place.resolve("ca_chain_certificate.crt"))
                .hasContent("chain")
                .isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve(host.id() + ".key"))))
                .isEqualTo("rw-------");
    }

    private static String run(SimulatedHost host, String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script)
                .directory(host.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(host.environment());
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void hosts_run_the_signing_helper_of_aws_where_it_is_on_the_path() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path real = Files.writeString(programs.resolve("aws_signing_helper"), "#!/bin/sh\necho \"$@\"\nexit 3\n");
        assertThat(SigningHelper.of(ENDPOINT, folder + ":" + programs)).isEqualTo(SigningHelper.ours(ENDPOINT));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxr-xr-x"));
        SimulatedHost host = new Fleet(
                        folder.resolve("with-aws"),
                        SigningHelper.of(ENDPOINT, folder + ":" + programs),
                        Clock.systemUTC())
                .register();
        Process process = new ProcessBuilder(
                        host.folder()
                                .resolve("usr/local/bin/aws_signing_helper")
                                .toString(),
                        "credential-process",
                        "--region",
                        "us-east-1")
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("credential-process --region us-east-1 --endpoint " + ENDPOINT + "\n");
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(SigningHelper.of(ENDPOINT, "")).isEqualTo(SigningHelper.ours(ENDPOINT));
    }
}
