package io.certfleet.drill.documents;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the scripts leave on a host that lacks nothing. They make it once, for all the tests that begin after it: a run of
 * generate-csr is a hundred processes.
 */
final class Enrolled {
    private static HostRoot first;
    private static int made;

    private Enrolled() {}

    /** Key and CSR of a rotation, in the host's own place. */
    static synchronized void key(HostRoot host, int rotation) throws IOException {
        HostRoot from = upTo(rotation);
        base(from, host);
        for (String name : List.of("", "host.key", "host.csr", "order")) {
            copy(from.version(rotation).resolve(name), from, host);
        }
    }

    /** The first rotation, in use. */
    static synchronized void inUse(HostRoot host) throws IOException {
        HostRoot from = upTo(1);
        base(from, host);
        for (Path folder :
                List.of(from.version(1), from.path("/var/lib/certfleet/current"), from.path("/etc/certfleet"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.toList()) {
                    copy(file, from, host);
                }
            }
        }
    }

    private static HostRoot upTo(int rotation) throws IOException {
        if (first == null) {
            HostRoot host = new HostRoot(Files.createTempDirectory("certfleet-enrolled"));
            host.rotate(1);
            first = host;
            made = 1;
        }
        while (made < rotation) {
            Run run = first.generate(made + 1);
            assertThat(run.exit()).as(run.err()).isZero();
            made++;
        }
        return first;
    }

    private static void base(HostRoot from, HostRoot to) throws IOException {
        copy(from.path("/var/lib/certfleet"), from, to);
        copy(from.path("/var/lib/certfleet/lock"), from, to);
    }

    private static void copy(Path file, HostRoot from, HostRoot to) throws IOException {
        Path copy = to.root.resolve(from.root.relativize(file));
        if (Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isSymbolicLink(file)) {
            String target = Files.readSymbolicLink(file).toString();
            Files.createSymbolicLink(copy, Path.of(target.replace(from.root.toString(), to.root.toString())));
        } else {
            Files.copy(file, copy, COPY_ATTRIBUTES);
        }
    }
}
