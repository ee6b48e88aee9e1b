package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that had its files before: as the original sample leaves them, or links of an operator's own. */
@Execution(ExecutionMode.CONCURRENT)
class LegacyHostTest {
    private static final Path FOUND = Path.of("/var/lib/certfleet/found");

    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
        host.folder("/etc/certfleet");
        for (String ending : new String[] {"key", "csr", "crt"}) {
            host.write("/etc/certfleet/" + HostRoot.ID + "." + ending, "old " + ending, "rw-r--r--");
        }
        host.write("/etc/certfleet/ca_chain_certificate.crt", "old chain", "rw-r--r--");
    }

    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void its_files_become_a_version_then_links_then_they_are_switched(Shell shell) throws Exception {
        host.generate(shell, 1);
        // Between the links and the switch there is one sync of the folder of the names.
        host.program("/fakes/sync", """
                [ -h %1$s ] && [ ! -e %2$s ] && [ "$(readlink %3$s)" = found ] && cat %1$s >%2$s
                exec /usr/bin/sync "$@"
                """.formatted(
                        host.named("key"), host.path("/seen"), host.path("/var/lib/certfleet/current")));

        assertThat(host.install(shell, 1, host.sign(1)).err()).isEmpty();

        assertThat(host.path("/seen")).hasContent("old key");
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(host.named("key")).isSymbolicLink();
        assertThat(host.path(FOUND + "/host.key")).hasContent("old key");
        host.rotate(2);
        assertThat(host.path(FOUND.toString())).doesNotExist();
    }

    /** Files, another tool's links, links to nothing, names that were not there. */
    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_rollback_brings_back_exactly_what_stood_there(Shell shell) throws Exception {
        Files.delete(host.named("key"));
        Files.createSymbolicLink(host.named("key"), Path.of("../../srv/live/key.pem"));
        host.write("/srv/live/key.pem", "the tool's key", "rw-r-----");
        Files.delete(host.named("csr"));
        Files.delete(host.path("/etc/certfleet/ca_chain_certificate.crt"));
        Files.createSymbolicLink(host.path("/etc/certfleet/ca_chain_certificate.crt"), Path.of("nowhere"));
        Files.setPosixFilePermissions(host.named("crt"), PosixFilePermissions.fromString("rw-rw----"));
        String before = list();
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("readlink " + host.named("key") + " >" + host.path("/seen") + "; exit 1");
        host.generate(shell, 1);
        String certificate = host.sign(1);

        assertThat(host.install(shell, 1, certificate).exit()).isEqualTo(1);

        assertThat(list()).isEqualTo(before);
        assertThat(host.path("/seen"))
                .hasContent(host.path("/var/lib/certfleet/current/host.key").toString());
        assertThat(host.named("key")).hasContent("the tool's key");
        assertThat(host.current()).isEmpty();

        host.write("/srv/live/key.pem", "the tool's next key", "rw-r-----");
        host.systemctl("");
        assertThat(host.install(shell, 1, certificate).exit()).isZero();
        assertThat(host.path(FOUND + "/host.key")).hasContent("the tool's next key");
        assertThat(list()).doesNotContain("certfleet-was");
    }

    @Test
    void so_does_one_after_a_run_that_was_killed_at_the_reload() throws Exception {
        String before = list();
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("read -r _ _ _ script _ </proc/$PPID/stat; kill -9 \"$script\"");
        host.hasKey(1);
        String certificate = host.sign(1);
        host.install(1, certificate);
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));

        host.systemctl("exit 1");
        assertThat(host.install(1, certificate).exit()).isEqualTo(1);

        assertThat(list()).isEqualTo(before);
    }

    /** A program that fails between the links and the switch. */
    @Test
    void so_does_an_installation_that_cannot_be_ended() throws Exception {
        String before = list();
        host.hasKey(1);
        String certificate = host.sign(1);
        host.program("/fakes/mv", """
                case $* in *'csr.certfleet '*) echo 'mv: No space left on device' >&2; exit 1 ;; esac
                exec /usr/bin/mv "$@"
                """);

        assertThat(host.install(1, certificate).exit()).isNotZero();

        assertThat(list()).isEqualTo(before);
    }

    /** A row may name another folder, in which something stands already. */
    @Test
    void a_rollback_to_other_folders_leaves_the_new_ones_as_they_were() throws Exception {
        host.rotate(1);
        host.write("/opt/tls/" + HostRoot.ID + ".key", "foreign", "rw-------");
        host.settings.put("keyPath", "/opt/tls");
        host.settings.put("certPath", "/opt/tls");
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("exit 1");
        host.hasKey(2);
        String certificate = host.sign(2);

        assertThat(host.install(2, certificate).exit()).isEqualTo(1);

        assertThat(host.path("/opt/tls")).isDirectoryNotContaining("glob:**.crt*");
        assertThat(host.path("/opt/tls/" + HostRoot.ID + ".key"))
                .isRegularFile()
                .hasContent("foreign");
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));

        host.systemctl("");
        assertThat(host.install(2, certificate).exit()).isZero();
        assertThat(host.path(FOUND + "/host.key")).hasContent("foreign");
    }

    /** Names, kinds, modes and contents of the folder. */
    private String list() {
        return Run.of(
                folder,
                "sh",
                "-c",
                "cd '" + host.path("/etc/certfleet")
                        + "'; find . -printf '%p %M %l\n' | sort; cat *.crt 2>/dev/null || :");
    }

    @Test
    void a_key_that_its_folder_protected_is_not_laid_open() throws Exception {
        Files.setPosixFilePermissions(host.path("/etc/certfleet"), PosixFilePermissions.fromString("rwx------"));

        host.rotate(1);

        Path key = host.path(FOUND + "/host.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void its_key_can_be_read_by_the_owner_should_the_host_come_back_to_it() throws Exception {
        assumeTrue(Second.possible(), "not checked: a key of another user needs root and setpriv");
        host.settings.put("owner", "nobody");

        host.rotate(1);

        assertThat(Second.reads(folder, "nobody", host.path(FOUND + "/host.key")))
                .isTrue();
        assertThat(Second.reads(folder, "daemon", host.path(FOUND + "/host.key")))
                .isFalse();
    }

    @Test
    void links_of_an_operators_own_are_followed_and_their_files_left_alone() throws Exception {
        Path real = host.write("/srv/real.key", "linked key", "rw-------");
        Files.delete(host.named("key"));
        Files.createSymbolicLink(host.named("key"), real);

        host.rotate(1);

        assertThat(host.path(FOUND + "/host.key")).hasContent("linked key");
        assertThat(real).hasContent("linked key");
    }

    @Test
    void while_a_new_pair_is_not_proved_nothing_changes() throws Exception {
        host.helper("echo AccessDeniedException >&2; exit 1");
        host.hasKey(1);

        assertThat(host.install(1, host.sign(1)).exit()).isEqualTo(1);

        assertThat(host.named("key")).isRegularFile().hasContent("old key");
        assertThat(Files.isSymbolicLink(host.named("key"))).isFalse();
    }
}
