package io.certfleet.local.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that had its files before: as the original sample leaves them, or links of an operator's own. */
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
    @EnumSource(Shell.class)
    void its_files_become_a_version_then_links_then_they_are_switched(Shell shell) throws Exception {
        // At the reload the links stand already; what they showed before the switch is the version before.
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "exit 1");
        host.generate(shell, 1);
        String certificate = host.sign(1);

        assertThat(host.install(shell, 1, certificate).exit()).isEqualTo(1);

        assertThat(host.current()).isEqualTo("found");
        assertThat(host.named("key")).isSymbolicLink().hasContent("old key");
        assertThat(host.named("csr")).isSymbolicLink().hasContent("old csr");
        assertThat(host.named("crt")).isSymbolicLink().hasContent("old crt");
        assertThat(host.path("/etc/certfleet/ca_chain_certificate.crt"))
                .isSymbolicLink()
                .hasContent("old chain");

        host.program("/usr/bin/systemctl", "");
        assertThat(host.install(shell, 1, certificate).exit()).isZero();
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(host.path(FOUND + "/host.key")).hasContent("old key");

        host.rotate(2);
        assertThat(host.path(FOUND.toString())).doesNotExist();
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
        host.helper("echo AccessDenied >&2; exit 1");
        host.generate(1);

        assertThat(host.install(1, host.sign(1)).exit()).isEqualTo(1);

        assertThat(host.named("key")).isRegularFile().hasContent("old key");
        assertThat(Files.isSymbolicLink(host.named("key"))).isFalse();
    }
}
