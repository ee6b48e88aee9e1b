package io.certfleet.drill.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherTest {
    private static final int SWAPS = 30;

    @TempDir
    private Path folder;

    @BeforeEach
    void two_versions_with_a_key_and_a_certificate_each() throws IOException, InterruptedException {
        for (String version : new String[] {"one", "two"}) {
            Files.createDirectories(folder.resolve(version));
            run("""
                    cd "$1/%s"
                    openssl ecparam -name prime256v1 -genkey -noout -out host.key
                    openssl req -x509 -new -key host.key -out host.crt -subj /CN=host -days 1
                    """.formatted(version));
        }
    }

    @Test
    void a_script_that_swaps_key_and_certificate_in_two_renames_is_caught() throws IOException, InterruptedException {
        run("""
                cd "$1"
                cp one/host.key one/host.crt .
                """);
        try (Watcher watcher = watching(folder.resolve("host.crt"), folder.resolve("host.key"))) {
            swap("""
                    cp "$version/host.key" new.key
                    cp "$version/host.crt" new.crt
                    mv new.key host.key
                    sleep 0.05
                    mv new.crt host.crt
                    """);
            await().atMost(Duration.ofSeconds(10)).until(() -> watcher.badPairs() > 0);
        }
    }

    @Test
    void a_script_that_renames_one_link_is_seen_switching_and_never_caught() throws IOException, InterruptedException {
        run("""
                cd "$1"
                ln -s one current
                ln -s current/host.key host.key
                ln -s current/host.crt host.crt
                """);
        try (Watcher watcher = watching(folder.resolve("host.crt"), folder.resolve("host.key"))) {
            await().atMost(Duration.ofSeconds(10)).until(() -> watcher.switches() == 1);
            swap("""
                    ln -s "$version" new
                    mv -T new current
                    sleep 0.2
                    """);
            await().atMost(Duration.ofSeconds(10)).until(() -> watcher.switches() > SWAPS / 2);
            assertThat(watcher.badPairs()).isZero();
        }
    }

    @Test
    void a_certificate_that_was_found_there_is_no_switch_however_its_serial_is_written() throws IOException {
        try (Watcher watcher = watcher()) {
            Path certificate = folder.resolve("one/host.crt");
            Path key = folder.resolve("one/host.key");
            // Zeros before a serial are the same serial: the original's rows have none.
            watcher.found(
                    "host",
                    "00"
                            + Pair.of(Files.readString(certificate), Files.readString(key))
                                    .serial());
            watcher.add(new Watch("host", folder.resolve("current"), certificate, key));
            watcher.start();
            await().atMost(Duration.ofSeconds(10)).until(() -> Files.size(folder.resolve("sightings")) > 0);
            assertThat(watcher.switches()).isZero();
        }
    }

    @Test
    void a_key_that_vanishes_after_the_first_pair_is_a_bad_pair() throws IOException {
        Path certificate = folder.resolve("one/host.crt");
        Path key = folder.resolve("one/host.key");
        Watch watch = new Watch("host", folder.resolve("current"), certificate, key);
        assertThat(watch.look()).get().extracting(Pair::matching).isEqualTo(true);
        assertThat(watch.look()).isEmpty();
        Files.delete(key);
        assertThat(watch.look()).get().extracting(Pair::matching).isEqualTo(false);
    }

    @Test
    void before_the_first_pair_a_lone_key_is_not_one() throws IOException {
        Path certificate = folder.resolve("host.crt");
        Watch watch = new Watch("host", folder.resolve("current"), certificate, folder.resolve("one/host.key"));
        assertThat(watch.look()).isEmpty();
        Files.copy(folder.resolve("one/host.crt"), certificate);
        assertThat(watch.look()).get().extracting(Pair::matching).isEqualTo(true);
    }

    private void swap(String body) throws IOException, InterruptedException {
        run("cd \"$1\"\n"
                + IntStream.range(0, SWAPS)
                        .mapToObj(number -> "version=" + (number % 2 == 0 ? "two" : "one") + "\n" + body)
                        .reduce("", String::concat));
    }

    private Watcher watching(Path certificate, Path key) {
        Watcher watcher = watcher();
        watcher.add(new Watch("host", folder.resolve("current"), certificate, key));
        watcher.start();
        return watcher;
    }

    private Watcher watcher() {
        return new Watcher(folder.resolve("sightings"), Clock.systemUTC());
    }

    private void run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-e", "-c", script, "sh", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor()).as(script).isZero();
    }
}
