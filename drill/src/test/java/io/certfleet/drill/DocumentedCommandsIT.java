package io.certfleet.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.drill.operator.Operator;
import io.certfleet.drill.waiting.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What README.md and docs/operations.md tell people to type, typed by an operator while a run shows itself in a terminal. */
@Order(1)
class DocumentedCommandsIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOLDER = Path.of("target", "documented-it").toAbsolutePath();
    // Where the pages look for it.
    private static final Path TARGET = FOLDER.resolve("local/target");
    private static final Path TYPESCRIPT = FOLDER.resolve("typescript");
    private static final int HOSTS = 8;
    private static final int COLUMNS = 60;
    private static Process run;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(TARGET);
        Files.deleteIfExists(TARGET.resolve("env"));
        String java = "exec '" + ProcessHandle.current().info().command().orElseThrow() + "'"
                + " --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                + " -cp '" + System.getProperty("java.class.path") + "' " + LocalRun.class.getName()
                + " --redrawn --hosts " + HOSTS + " --target '" + TARGET + "'";
        run = new ProcessBuilder("script", "-qefc", "stty cols " + COLUMNS + " rows 24; " + java, TYPESCRIPT.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Wait.until("the run has written its env", Duration.ofMinutes(2), () -> Files.exists(TARGET.resolve("env")));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        // The terminal is gone, and the run ends with it.
        run.destroy();
        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static String script() {
        DocumentedCommands readme = DocumentedCommands.of(REPOSITORY.resolve("README.md"), "## Try it by hand");
        DocumentedCommands operations = DocumentedCommands.of(REPOSITORY.resolve("docs/operations.md"), "");
        assertThat(readme.blocks()).hasSizeGreaterThanOrEqualTo(7);
        assertThat(operations.blocks()).hasSizeGreaterThanOrEqualTo(14);
        String enrolled = "until [ \"$(aws dynamodb scan --table-name \"$TABLE_NAME\""
                + " --query 'length(Items[?state.S==`active`])')\" -ge " + HOSTS + " ]; do sleep 1; done\n";
        return "set -eu\n. local/target/env\n" + enrolled + readme.script() + operations.script();
    }

    @Test
    void every_block_runs_word_for_word_as_an_operator() throws IOException, InterruptedException {
        Path output = FOLDER.resolve("commands.out");
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", script())
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().put("AWS_CONFIG_FILE", "/dev/null");
        shell.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        shell.environment().put("AWS_PAGER", "");
        shell.environment().remove("AWS_PROFILE");
        Process commands = shell.start();
        boolean ended = commands.waitFor(15, TimeUnit.MINUTES);
        commands.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(commands.exitValue()).as(printed).isZero();
        assertThat(printed).doesNotContain("AccessDenied");
        assertThat(Files.readString(TARGET.resolve("env"))).contains("AWS_ACCESS_KEY_ID='" + Operator.ACCESS_KEY + "'");
        assertTheTerminalWasKept();
    }

    private static void assertTheTerminalWasKept() throws IOException {
        List<String> pieces = Arrays.stream(
                        Files.readString(TYPESCRIPT, StandardCharsets.UTF_8).split("[\r\n]+"))
                .map(piece -> piece.replace("\033[K", ""))
                .toList();
        assertThat(pieces.stream().filter(piece -> piece.matches(" *\\d+ s  .*")))
                .isNotEmpty()
                .allMatch(piece -> piece.length() < COLUMNS);
        List<String> drawn =
                pieces.stream().filter(piece -> piece.contains(" in work")).toList();
        assertThat(drawn).allMatch(piece -> piece.matches(" *\\d+ s  [a-z0-9 ,|]+"));
        // Also while nothing happens its clock goes on.
        assertThat(drawn.stream().map(piece -> piece.replaceFirst(" s .*", "")).distinct())
                .hasSizeGreaterThan(10);
    }
}
