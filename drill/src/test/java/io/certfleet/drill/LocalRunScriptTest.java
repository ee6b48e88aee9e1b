package io.certfleet.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.StandInSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ./local-run says while it builds, with a Maven that takes six seconds and fails. */
class LocalRunScriptTest {
    private static final Path REPOSITORY =
            StandInSettings.in(Path.of("")).infrastructure().getParent().getParent();

    @TempDir
    private Path folder;

    @BeforeEach
    void repository() throws IOException {
        Files.createDirectories(folder.resolve(".mvn"));
        for (String file : List.of("local-run", ".mvn/jdk25")) {
            Files.copy(REPOSITORY.resolve(file), folder.resolve(file));
        }
        Path maven = folder.resolve("mvnw");
        Files.writeString(maven, """
                #!/bin/sh
                echo '[INFO] Building Certfleet common 0.1.0-SNAPSHOT                        [2/7]'
                sleep 3
                echo '[INFO] Building Certfleet crl-sync 0.1.0-SNAPSHOT                      [6/7]'
                echo 'Downloading from central: https://repo.example/a-library-with-a-name.jar'
                sleep 3
                echo '[ERROR] it does not compile'
                exit 1
                """);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String printed(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("printed");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        return Files.readString(output);
    }

    /** Four lines before all else, of what libraries do and nobody here can help. */
    @Test
    void neither_maven_nor_the_run_prints_the_jdks_warnings_of_unsafe() {
        for (String file : List.of("local-run", "mvnw")) {
            assertThat(REPOSITORY.resolve(file)).content().contains("--sun-misc-unsafe-memory-access=allow");
        }
    }

    @Test
    void piped_it_says_each_module_once_and_why_the_build_failed() throws IOException, InterruptedException {
        assertThat(printed("./local-run").lines().map(line -> line.replaceFirst("\\d+ s$", "N s")))
                .containsSubsequence(
                        "local-run: building common (2 of 7), N s",
                        "local-run: building crl-sync (6 of 7), fetching libraries, N s",
                        "[ERROR] it does not compile",
                        "local-run: the build failed; all of it: target/local-run-build.log")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 60, 40})
    void in_a_terminal_it_redraws_one_line_that_fits(int columns) throws IOException, InterruptedException {
        String printed = printed("script", "-qefc", "stty cols " + columns + " rows 24; ./local-run", "/dev/null");
        List<String> drawn = Arrays.stream(printed.split("\r\033\\[K"))
                .filter(line -> line.startsWith("local-run: building"))
                .toList();
        assertThat(drawn).hasSizeGreaterThanOrEqualTo(2).allMatch(line -> line.length() < columns);
        assertThat(drawn).anyMatch(line -> line.startsWith("local-run: building crl-sync"));
        assertThat(printed).contains("the build failed");
    }
}
