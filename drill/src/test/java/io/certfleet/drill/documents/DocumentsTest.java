package io.certfleet.drill.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be said of the documents without running them. */
@Execution(ExecutionMode.CONCURRENT)
class DocumentsTest {
    private static final int LARGEST_DOCUMENT = 22 * 1024;

    @TempDir
    Path folder;

    /** Terraform's recipe is held to the same (tests/permissions.tftest.hcl). */
    @ParameterizedTest
    @EnumSource(Script.class)
    void a_host_gets_the_two_files_as_they_are(Script script) throws Exception {
        assertThat(script.text()).isEqualTo(script.files());
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void shellcheck_has_nothing_to_say(Script script) throws Exception {
        Shell.demand("shellcheck");
        Path file = Files.writeString(folder.resolve("script.sh"), script.text());

        Run run = Run.start(
                        folder,
                        Map.of("PATH", System.getenv("PATH")),
                        List.of("shellcheck", "-s", "sh", file.toString()))
                .end();

        assertThat(run).isEqualTo(new Run(0, "", ""));
    }

    /** SSM's limit of 64 KB may count a document with its payload put in; each has its share of it. */
    @ParameterizedTest
    @EnumSource(Script.class)
    void a_document_leaves_room_for_its_payload(Script script) {
        assertThat(script.document().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LARGEST_DOCUMENT);
    }
}
