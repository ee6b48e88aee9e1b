package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One run at a time. */
@Execution(ExecutionMode.CONCURRENT)
class LockTest {
    @TempDir
    Path folder;

    HostRoot host;

    @BeforeEach
    void makeHost() throws Exception {
        host = new HostRoot(folder);
        host.hasKey(1);
    }

    @Test
    void runs_at_once_come_one_after_the_other() throws Exception {
        host.helper("cd \"${0%/*}\"; mkdir busy || echo two >>together; sleep 0.2; rmdir busy");
        String lines = host.installLines(1, host.sign(1));
        List<Run.Started> runs = new ArrayList<>();
        for (Shell shell : List.of(Shell.DASH, Shell.BASH, Shell.BUSYBOX)) {
            runs.add(host.start(shell, Script.INSTALL_CERTIFICATE, lines));
        }

        for (Run.Started run : runs) {
            assertThat(run.end().out()).endsWith(" installed\n");
        }
        assertThat(host.path("/usr/local/bin/together")).doesNotExist();
    }

    @Test
    void keys_made_at_once_are_one_key() throws Exception {
        List<Run.Started> runs = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            runs.add(host.start(Shell.DASH, Script.GENERATE_CSR, host.generateLine(2)));
        }

        assertThat(runs.stream().map(Run.Started::end).distinct())
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.exit()).isZero();
                    assertThat(run.out()).contains("BEGIN CERTIFICATE REQUEST");
                });
    }

    @Test
    void the_lock_dies_with_its_process_whatever_the_helper_still_does() throws Exception {
        host.helper("cd \"${0%/*}\"; touch begun; while [ ! -e go ]; do sleep 0.05; done");
        Run.Started run = host.start(Shell.DASH, Script.INSTALL_CERTIFICATE, host.installLines(1, host.sign(1)));
        while (Files.notExists(host.path("/usr/local/bin/begun"))
                && run.process().isAlive()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(lockIsFree()).isFalse();

        run.process().destroyForcibly().waitFor();
        assertThat(lockIsFree()).isTrue();

        Files.createFile(host.path("/usr/local/bin/go"));
    }

    @ParameterizedTest
    @EnumSource(Shell.class)
    void a_flock_that_fails_is_not_another_run(Shell shell) throws Exception {
        String certificate = host.sign(1);
        host.program("/fakes/flock", "echo 'flock: 9: No locks available' >&2; exit 71");
        String reason =
                "certfleet: cannot lock " + host.path("/var/lib/certfleet/lock") + ": flock: 9: No locks available\n";

        assertThat(host.generate(shell, 2)).isEqualTo(new Run(1, "", reason));
        assertThat(host.install(shell, 1, certificate)).isEqualTo(new Run(1, "", reason));
    }

    private boolean lockIsFree() {
        List<String> command =
                List.of("flock", "-n", host.path("/var/lib/certfleet/lock").toString(), "true");
        return Run.start(folder, Map.of("PATH", System.getenv("PATH")), command)
                        .end()
                        .exit()
                == 0;
    }
}
