package io.certfleet.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.table.Update;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One place has the transitions and the names of a row's attributes, and the documentation tells the same. */
class TransitionsTest {
    private static final Path REPOSITORY = Path.of("..");
    // Their own items of the table, and a tag of a metric.
    private static final List<String> EXEMPT = List.of("SweepLease.java", "Tally.java");

    @Test
    void architecture_md_has_a_row_for_each_transition() throws IOException {
        String table = Files.readString(REPOSITORY.resolve("docs/architecture.md"))
                .replaceFirst("(?s).*### From state to state", "")
                .replaceFirst("(?s)\n## .*", "");
        List<String> documented = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(table)
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> transitions = Arrays.stream(Transitions.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                // What goes on with another's update is a part of a transition.
                .filter(method -> method.getParameterTypes()[0] != Update.class)
                .map(Method::getName)
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(transitions);
    }

    @Test
    void no_service_names_an_attribute_of_a_row() throws IOException {
        String names = Pattern.compile("= \"(\\w+)\"")
                .matcher(Files.readString(Path.of("src/main/java/io/certfleet/rotation/Names.java")))
                .results()
                .map(name -> name.group(1))
                .reduce((one, other) -> one + "|" + other)
                .orElseThrow();
        Pattern literal = Pattern.compile("(?<!\\{)\"(rotation\\.)?(" + names + ")\"(?!:)");
        for (String service : List.of("checker", "issuer", "deployer", "crl-sync")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(service + "/src/main/java"))) {
                for (Path file : files.filter(TransitionsTest::isChecked).toList()) {
                    assertThat(literal.matcher(Files.readString(file)).results().map(MatchResult::group))
                            .as(file.toString())
                            .isEmpty();
                }
            }
        }
    }

    private static boolean isChecked(Path file) {
        return file.toString().endsWith(".java")
                && !EXEMPT.contains(file.getFileName().toString());
    }
}
