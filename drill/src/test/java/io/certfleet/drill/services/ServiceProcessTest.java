package io.certfleet.drill.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
    @TempDir
    private Path folder;

    @Test
    void a_service_ends_with_the_pipe_to_who_started_it() throws IOException {
        ServiceProcess process = start("""
                echo $$ >pid
                echo 'Listening on: http://127.0.0.1:1234'
                exec sleep 60
                """);
        long pid = pid();
        assertThat(process.isAlive()).isTrue();
        assertThat(ProcessHandle.of(pid)).isPresent();
        await().until(() -> process.address().isPresent());
        assertThat(process.address()).get().hasToString("http://127.0.0.1:1234");
        process.end();
        process.awaitEnd();
        assertThat(process.isAlive()).isFalse();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void a_service_that_ends_by_itself_is_noticed() throws IOException {
        ServiceProcess process = start("echo $$ >pid; exit 3");
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        process.end();
        process.awaitEnd();
    }

    @Test
    void a_service_sees_nothing_of_our_environment_but_what_it_is_given() throws IOException {
        ServiceProcess process = start("echo $$ >pid; env");
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        assertThat(Files.readString(process.log())).contains("GIVEN=yes").doesNotContain("JAVA_HOME", "AWS_PROFILE");
        process.end();
    }

    private ServiceProcess start(String script) {
        return new ServiceProcess(
                Service.CHECKER,
                List.of("sh", "-c", "cd '" + folder + "'; " + script),
                Map.of("GIVEN", "yes"),
                folder.resolve("log"));
    }

    private long pid() throws IOException {
        Path file = folder.resolve("pid");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file) && Files.size(file) > 0);
        return Long.parseLong(Files.readString(file).strip());
    }
}
