package io.certfleet.local.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one instant at which a host changes its certificate, seen by a reader who never stops. */
class SwitchTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
    }

    @Test
    void a_reader_sees_no_bad_pair_over_many_switches() throws Exception {
        host.generate(1);
        host.generate(2);
        String[] certificates = {host.sign(1), host.sign(2)};
        host.install(1, certificates[0]);
        try (PairReader reader = new PairReader(host)) {
            for (int turn = 1; turn <= 16; turn++) {
                assertThat(host.install(1 + turn % 2, certificates[turn % 2]).exit())
                        .isZero();
                reader.awaitOneMore();
            }
            assertThat(reader.bad()).isZero();
            assertThat(reader.versions()).containsExactlyInAnyOrder(HostRoot.rotation(1), HostRoot.rotation(2));
        }
    }

    @Test
    void the_same_reader_catches_key_and_certificate_swapped_in_two_renames() throws Exception {
        host.rotate(1);
        host.rotate(2);
        try (PairReader reader = new PairReader(host)) {
            reader.awaitOneMore();
            assertThat(reader.bad()).isZero();
            for (String file : new String[] {"host.key", "host.crt"}) {
                Path copy = Files.copy(
                        host.version(1).resolve(file), host.version(2).resolve(file + ".new"));
                Files.move(copy, host.version(2).resolve(file), StandardCopyOption.ATOMIC_MOVE);
                reader.awaitOneMore();
            }
            assertThat(reader.bad()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_service_that_cannot_reload_gets_the_version_before(Shell shell) throws Exception {
        host.rotate(1);
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "echo \"$@\" >>\"${0%/*}/reloads\"; exit 1");
        host.generate(2);
        String certificate = host.sign(2);

        assertThat(host.install(shell, 2, certificate))
                .isEqualTo(new Run(
                        1,
                        "",
                        "certfleet: nginx.service cannot be reloaded; the host is back at the version before\n"));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(host.path("/usr/bin/reloads")).hasContent("reload nginx.service");

        host.program("/usr/bin/systemctl", "");
        assertThat(host.install(shell, 2, certificate).exit()).isZero();
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
    }

    /** A command that the services have no record of may come to a host whose row says active. */
    @ParameterizedTest
    @EnumSource(Shell.class)
    void what_was_reloaded_is_not_taken_back_by_a_second_run_whose_reload_fails(Shell shell) throws Exception {
        host.rotate(1);
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "");
        host.rotate(2);
        String certificate = Files.readString(host.named("crt"));
        host.program("/usr/bin/systemctl", "exit 1");

        assertThat(host.install(shell, 2, host.sign(2)))
                .isEqualTo(new Run(0, "certfleet install-certificate " + HostRoot.rotation(2) + " installed\n", ""));
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));
        assertThat(host.named("crt")).hasContent(certificate);
    }

    @Test
    void a_version_that_comes_back_is_reloaded_again() throws Exception {
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "echo x >>\"${0%/*}/reloads\"");
        host.generate(1);
        host.generate(2);
        String[] certificates = {host.sign(1), host.sign(2)};
        for (int turn = 0; turn < 3; turn++) {
            assertThat(host.install(1 + turn % 2, certificates[turn % 2]).exit())
                    .isZero();
        }
        assertThat(host.path("/usr/bin/reloads")).hasContent("x\nx\nx\n");
    }

    @Test
    void a_first_certificate_that_a_service_cannot_load_is_taken_away() throws Exception {
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "exit 1");
        host.generate(1);

        assertThat(host.install(1, host.sign(1)).exit()).isEqualTo(1);
        assertThat(host.current()).isEmpty();
    }

    @Test
    void a_run_that_was_killed_after_the_switch_is_finished_by_the_next() throws Exception {
        host.rotate(1);
        host.settings.put("unit", "nginx.service");
        host.program("/usr/bin/systemctl", "kill -9 $PPID");
        host.generate(2);
        String certificate = host.sign(2);
        host.install(2, certificate);
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));

        host.program("/usr/bin/systemctl", "exit 1");
        host.install(2, certificate);

        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
    }

    @Test
    void pruning_keeps_the_current_version_the_one_before_and_those_whose_key_is_newer() throws Exception {
        host.rotate(1);
        host.rotate(2);
        host.generate(3);
        host.generate(4);
        host.generate(5);

        assertThat(host.install(4, host.sign(4)).exit()).isZero();

        assertThat(host.version(1)).doesNotExist();
        assertThat(host.version(2)).exists();
        assertThat(host.version(3)).doesNotExist();
        assertThat(host.version(4)).exists();
        assertThat(host.version(5).resolve("host.key")).exists();
        assertThat(Files.exists(host.named("key"))).isTrue();
    }
}
