package io.certfleet.standin.runcommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptRunTest {
    @TempDir
    Path folder;

    private ScriptRun run;

    @BeforeEach
    void create() {
        run = new ScriptRun(folder.resolve("run"), folder, Map.of("PATH", "/usr/bin:/bin"));
    }

    @Test
    void a_script_is_a_shells_file() throws Exception {
        Result result = run.run("echo \"${0##*/}\"\nread -r line || echo no input\n", Duration.ofSeconds(10));
        assertThat(result.output().standardOutput()).isEqualTo("_script.sh\nno input\n");
        // It stays, with what was in it.
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("run/_script.sh"))))
                .isEqualTo("rwx------");
    }

    /** A child that is started while the script is being written has it open for a moment. */
    @Test
    void many_scripts_that_begin_at_once_all_run() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(64)) {
            List<Callable<Result>> runs = IntStream.range(0, 600)
                    .<Callable<Result>>mapToObj(number -> () -> new ScriptRun(
                                    folder.resolve("run-" + number), folder, Map.of("PATH", "/usr/bin:/bin"))
                            .run("exit 0\n", Duration.ofMinutes(1)))
                    .toList();
            assertThat(executor.invokeAll(runs))
                    .allSatisfy(
                            result -> assertThat(result.resultNow().status()).isEqualTo(Status.SUCCESS));
        }
    }

    @Test
    void a_child_in_the_background_that_holds_the_output_keeps_the_run_open() throws Exception {
        Result open = run.run("sleep 60 & echo done\n", Duration.ofSeconds(2));
        assertThat(open.status()).isEqualTo(Status.EXECUTION_TIMED_OUT);
        assertThat(open.output().standardOutput()).isEqualTo("done\n");
    }

    @Test
    void a_child_in_the_background_without_the_output_keeps_nothing_open() throws Exception {
        Result closed = run.run("sleep 60 >/dev/null 2>&1 & echo done\n", Duration.ofSeconds(30));
        assertThat(closed.status()).isEqualTo(Status.SUCCESS);
        assertThat(closed.output().standardOutput()).isEqualTo("done\n");
    }

    @Test
    void what_made_a_group_of_its_own_outlives_the_time_out() throws Exception {
        Result result = run.run(
                "setsid sh -c 'sleep 3; echo survived >survivor' >/dev/null 2>&1 & sleep 60\n", Duration.ofSeconds(1));
        assertThat(result.status()).isEqualTo(Status.EXECUTION_TIMED_OUT);
        assertThat(folder.resolve("survivor")).doesNotExist();
        await().until(() -> Files.exists(folder.resolve("survivor")));
    }

    @Test
    void too_long_a_script_is_killed() throws Exception {
        Result result = run.run("trap '' TERM\nsleep 60\n", Duration.ofMillis(200));
        assertThat(result.status()).isEqualTo(Status.EXECUTION_TIMED_OUT);
        assertThat(result.exitCode()).isEqualTo(ScriptRun.STOPPED);
    }

    @Test
    void exit_code_137_is_a_time_out_and_168_a_success() throws Exception {
        assertThat(run.run("exit 137\n", Duration.ofSeconds(10)).status()).isEqualTo(Status.EXECUTION_TIMED_OUT);
        assertThat(run.run("exit 168\n", Duration.ofSeconds(10)).status()).isEqualTo(Status.SUCCESS);
        assertThat(run.run("exit 75\n", Duration.ofSeconds(10)).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void what_a_script_started_dies_with_it() throws Exception {
        String orphan = "(sh -c 'echo $$ >pid.new; mv pid.new pid; exec sleep 300' &)\nsleep 300\n";
        CompletableFuture<Result> result = CompletableFuture.supplyAsync(() -> {
            try {
                return run.run(orphan, Duration.ofMinutes(1));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> Files.exists(folder.resolve("pid")));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(program(pid)).isTrue();
        run.cancel();
        assertThat(result.get().status()).isEqualTo(Status.CANCELLED);
        await().until(() -> !program(pid));
    }

    // A dead process that nobody waited for has no program any more.
    private static boolean program(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    @Test
    void a_cancelled_run_does_not_begin() throws Exception {
        run.cancel();
        assertThat(run.run("touch ran\n", Duration.ofSeconds(10)).status()).isEqualTo(Status.CANCELLED);
        assertThat(folder.resolve("ran")).doesNotExist();
    }
}
