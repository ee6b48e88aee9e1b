package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StandInAloneTest {
    @TempDir
    Path folder;

    @Test
    void it_ends_when_its_time_is_up() {
        Instant start = Instant.now();
        int status = new CommandLine(new StandInAlone()).execute("--for", "1", "--folder", folder.toString());
        assertThat(status).isZero();
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void it_ends_with_whoever_started_it() throws Exception {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$0\" \"$@\" & echo $!; wait",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInAlone.class.getName(),
                        "--for",
                        "60",
                        "--folder",
                        folder.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        BufferedReader output = shell.inputReader();
        ProcessHandle standIn =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        try {
            assertThat(output.readLine()).matches("http://127\\.0\\.0\\.1:\\d+");
            assertThat(standIn.isAlive()).isTrue();
            shell.destroyForcibly();
            standIn.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            standIn.destroyForcibly();
        }
    }
}
