package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one instant at which a host changes its certificate, seen by a reader who never stops. */
@Execution(ExecutionMode.CONCURRENT)
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
        host.isEnrolled();
        try (PairReader reader = new PairReader(host)) {
            for (int turn = 2; turn <= 5; turn++) {
                host.hasKey(turn);
                assertThat(host.install(turn, host.sign(turn)).exit()).isZero();
                reader.awaitOneMore();
            }
            assertThat(reader.bad()).isZero();
            assertThat(reader.versions())
                    .contains(HostRoot.rotation(1), HostRoot.rotation(2), HostRoot.rotation(5))
                    .hasSize(5);
        }
    }

    @Test
    void the_same_reader_catches_key_and_certificate_swapped_in_two_renames() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        host.install(2, host.sign(2));
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

    @Test
    void a_run_that_was_killed_after_the_switch_is_finished_by_the_next() throws Exception {
        host.isEnrolled();
        host.settings.put("reloadUnit", "nginx.service");
        // The parent of its parent, which is timeout.
        host.systemctl("read -r _ _ _ script _ </proc/$PPID/stat; kill -9 \"$script\"");
        host.hasKey(2);
        String certificate = host.sign(2);
        host.install(2, certificate);
        assertThat(host.current()).isEqualTo(HostRoot.rotation(2));

        host.systemctl("exit 1");
        host.install(2, certificate);

        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
    }

    @Test
    void a_version_in_use_that_was_damaged_is_written_anew() throws Exception {
        host.isEnrolled();
        String certificate = host.sign(1);
        Files.writeString(host.version(1).resolve("host.crt"), "");

        assertThat(host.install(1, certificate).exit()).isZero();

        assertThat(host.named("crt")).content().contains("BEGIN CERTIFICATE");
    }

    /** A rename that a power cut takes back would leave a row that is newer than its host. */
    @Test
    void every_rename_is_followed_by_a_sync_of_its_folder() throws Exception {
        host.write("/etc/certfleet/" + HostRoot.ID + ".key", "another's", "rw-------");
        for (String program : new String[] {"mv", "sync"}) {
            host.program(
                    "/fakes/" + program,
                    "echo " + program + " \"$@\" >>" + host.path("/log") + "\nexec /usr/bin/" + program + " \"$@\"");
        }
        host.rotate(1);
        host.settings.put("reloadUnit", "nginx.service");
        host.systemctl("exit 1");
        host.generate(2);
        host.install(2, host.sign(2));

        List<String> log = Files.readAllLines(host.path("/log"));
        assertThat(log).filteredOn(line -> line.startsWith("mv ")).hasSizeGreaterThan(10);
        for (int at = 0; at < log.size(); at++) {
            String[] words = log.get(at).split(" ", -1);
            Path target = Path.of(words[words.length - 1]);
            if (words[0].equals("mv") && !target.toString().contains("/trial/")) {
                assertThat(log.subList(at + 1, log.size()))
                        .as(target.toString())
                        .anyMatch(line -> line.startsWith("sync ")
                                && List.of(line.split(" ", -1))
                                        .contains(target.getParent().toString()));
            }
        }
    }

    /** A clock that was ahead when the older key was made, and was put right. */
    @ParameterizedTest
    @EnumSource(names = {"DASH", "MKSH"})
    void which_key_is_newer_is_not_told_by_the_clock(Shell shell) throws Exception {
        host.isEnrolled();
        host.generate(shell, 2);
        try (Stream<Path> files = Files.list(host.version(2))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofDays(2))));
            }
        }
        host.generate(shell, 3);
        String certificate = host.sign(3);

        assertThat(host.install(shell, 2, host.sign(2)).exit()).isZero();
        assertThat(host.install(shell, 3, certificate).exit()).isZero();
    }

    /** As versions of before this order are. */
    @Test
    void a_key_whose_order_is_lost_may_be_older_and_is_replaced_by_a_new_one() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        host.hasKey(3);
        Files.delete(host.version(2).resolve("order"));

        assertThat(host.install(2, host.sign(2)).exit()).isEqualTo(66);

        assertThat(host.current()).isEqualTo(HostRoot.rotation(1));
        assertThat(host.version(3).resolve("host.key")).exists();
    }

    @Test
    void pruning_keeps_the_current_version_the_one_before_and_those_whose_key_is_newer() throws Exception {
        host.isEnrolled();
        host.hasKey(2);
        host.install(2, host.sign(2));
        host.hasKey(3);
        host.hasKey(4);
        host.hasKey(5);

        assertThat(host.install(4, host.sign(4)).exit()).isZero();

        assertThat(host.version(1)).doesNotExist();
        assertThat(host.version(2)).exists();
        assertThat(host.version(3)).doesNotExist();
        assertThat(host.version(4)).exists();
        assertThat(host.version(5).resolve("host.key")).exists();
        assertThat(Files.exists(host.named("key"))).isTrue();
    }
}
