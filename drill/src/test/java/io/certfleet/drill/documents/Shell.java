package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shells that a host's {@code sh} may be. Of all, DASH and MKSH differ most: the longer tests run in these two. */
enum Shell {
    DASH("dash"),
    BASH("bash --posix"),
    BUSYBOX("busybox sh"),
    MKSH("mksh");

    /** Its words, separated by blanks. */
    private final String command;

    Shell(String command) {
        this.command = command;
    }

    /** How it is called with a script; on a machine that lacks it the test ends here. */
    List<String> command(Path script) {
        List<String> words = List.of(command.split(" ", -1));
        demand(words.getFirst());
        return Stream.concat(words.stream(), Stream.of(script.toString())).toList();
    }

    /** What is missing is said, and on CI, where everything must be checked, it is a failure. */
    static void demand(String program) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (found) {
            return;
        }
        String missing = "not checked: this machine has no " + program;
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        abort(missing);
    }
}
