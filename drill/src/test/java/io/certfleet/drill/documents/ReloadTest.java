package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The unit that uses the certificate: it loads the new one, or the host is back at what it used before. */
@Execution(ExecutionMode.CONCURRENT)
class ReloadTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_service_that_cannot_reload_gets_the_version_before(Shell shell) throws Exception {
        host.isEnrolled();
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("echo \"$@\" >>\"${0%/*}/reloads\"; exit 1");
        host.hasKey(2);
        String certificate = host.sign(2);

        assertThat(host.install(shell, 2, certificate))
                .isEqualTo(
                        new Run(
                                1,
                                "",
                                "certfleet: nginx.service cannot be reloaded: exit 1; the host is back at what it used before\n"));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(host.path("/usr/bin/reloads")).hasContent("reload nginx.service");

        host.systemctl("");
        assertThat(host.install(shell, 2, certificate).exit()).isZero();
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
    }

    /** A command that the services have no record of may come to a host whose row says active. */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void what_was_reloaded_is_not_taken_back_by_a_second_run_whose_reload_fails(Shell shell) throws Exception {
        host.isEnrolled();
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("");
        host.rotate(2);
        String certificate = Files.readString(host.named("crt"));
        host.systemctl("exit 1");

        assertThat(host.install(shell, 2, host.sign(2)))
                .isEqualTo(new Run(0, "certfleet install-certificate " + HostRoot.rotation(2) + " installed\n", ""));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
        assertThat(host.named("crt")).hasContent(certificate);
    }

    @Test
    void every_version_is_loaded() throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("echo x >>\"${0%/*}/reloads\"");
        for (int turn = 1; turn <= 3; turn++) {
            host.rotate(turn);
        }
        assertThat(host.path("/usr/bin/reloads")).hasContent("x\nx\nx\n");
    }

    @Test
    void a_first_certificate_that_a_service_cannot_load_is_taken_away() throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("exit 1");
        host.hasKey(1);

        assertThat(host.install(1, host.sign(1)).exit()).isEqualTo(1);
        assertThat(host.current()).isEmpty();
    }

    /** One that waits for its first certificate is started again and again: systemd calls that activating. */
    @ParameterizedTest
    @CsvSource({"inactive", "failed", "deactivating", "activating"})
    void a_unit_that_does_not_run_needs_no_reload(String state) throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl(state, "echo \"$2 is not active, cannot reload.\" >&2; exit 1");
        host.hasKey(1);
        String certificate = host.sign(1);

        assertThat(host.install(1, certificate).out()).endsWith(" installed\n");
        assertThat(host.named("crt")).isReadable();

        // It was started meanwhile; the row says active.
        host.systemctl("exit 1");
        assertThat(host.install(1, certificate).out()).endsWith(" installed\n");
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void a_unit_without_reload_is_restarted_where_the_row_says_so(Shell shell) throws Exception {
        host.settings.put("reloadUnit", "grafana.service");
        host.settings.put("reloadMode", "try-reload-or-restart");
        host.systemctl("echo \"$@\" >>\"${0%/*}/reloads\"; [ \"$1\" = try-reload-or-restart ]");
        host.generate(shell, 1);

        assertThat(host.install(shell, 1, host.sign(1)).exit()).isZero();

        assertThat(host.path("/usr/bin/reloads")).hasContent("try-reload-or-restart grafana.service");
    }

    @Test
    void the_reason_has_the_words_of_systemctl() throws Exception {
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("echo 'Job for nginx.service failed.' >&2; echo 'See \"systemctl status\".' >&2; exit 1");
        host.hasKey(1);

        assertThat(host.install(1, host.sign(1)).err())
                .isEqualTo("certfleet: nginx.service cannot be reloaded: Job for nginx.service failed."
                        + " See \"systemctl status\".; the host is back at what it used before\n");
    }

    @Test
    void a_reload_that_hangs_is_ended_before_the_script_is() throws Exception {
        host.isEnrolled();
        host.executionTimeout = "36";
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("trap '' TERM; /usr/bin/sleep 60 & /usr/bin/sleep 60");
        host.hasKey(2);
        String lines = host.installLines(2, host.sign(2));
        long begun = System.nanoTime();

        Run run = host.run(Shell.DASH, Script.INSTALL_CERTIFICATE, lines);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(36));
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("certfleet: nginx.service cannot be reloaded: it took more than ")
                .endsWith("; the host is back at what it used before\n");
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
    }

    /** Without the file nobody knows what was in use: a proved pair is better than none. */
    @Test
    void a_host_whose_version_before_is_not_known_keeps_the_new_one() throws Exception {
        host.isEnrolled();
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("read -r _ _ _ script _ </proc/$PPID/stat; kill -9 \"$script\"");
        host.hasKey(2);
        String certificate = host.sign(2);
        host.install(2, certificate);
        Files.delete(host.version(2).resolve("before"));
        host.systemctl("exit 1");

        assertThat(host.install(2, certificate).err()).endsWith("; there is no version before to go back to\n");
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
    }

    /** As docs/hosts.md has it: a unit of the operator's makes another form of the files when it is reloaded. */
    @Test
    void a_reload_can_make_another_form_of_the_files() throws Exception {
        host.settings.put("reloadUnit", "certfleet-bundle.service");
        host.systemctl("""
                cd '%s'
                cat etc/certfleet/mi-*.crt etc/certfleet/ca_chain_certificate.crt etc/certfleet/mi-*.key >bundle.new
                mv -f bundle.new bundle
                openssl pkcs12 -export -in etc/certfleet/mi-*.crt -inkey etc/certfleet/mi-*.key \
                  -certfile etc/certfleet/ca_chain_certificate.crt -name certfleet -passout pass:x -out store.p12
                """.formatted(host.root));

        host.rotate(1);

        assertThat(host.path("/bundle"))
                .content()
                .startsWith(Files.readString(host.named("crt")))
                .endsWith(Files.readString(host.named("key")));
        assertThat(host.path("/store.p12")).isNotEmptyFile();
    }
}
