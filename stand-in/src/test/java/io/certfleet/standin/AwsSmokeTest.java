package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ./aws-smoke looks at before it changes anything. */
class AwsSmokeTest {
    @TempDir
    static Path folder;

    private static StandIn standIn;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @Test
    void a_host_with_a_row_is_left_alone() throws IOException {
        String id = standIn.fleet().register().id();
        new AwsCli(standIn.environment(), folder)
                .run(
                        "dynamodb put-item --table-name %s --item {\"hostID\":{\"S\":\"%s\"}}",
                        standIn.tables().inventory(), id);
        assertThat(smoke(id)).contains("nothing that was there before is touched");
    }

    @Test
    void a_host_without_the_tag_is_told_how_to_get_it() throws IOException {
        SimulatedHost untagged = standIn.fleet().register();
        untagged.tag(Map.of());
        assertThat(smoke(untagged.id()))
                .contains("does not carry the tag")
                .contains("aws ssm add-tags-to-resource")
                .contains("Key=certfleet,Value=certfleet");
    }

    @Test
    void a_host_that_nobody_registered_is_not_a_node() throws IOException {
        assertThat(smoke("mi-00000000000000000")).contains("is not an online managed node");
    }

    /** What it says, having found something that does not hold. */
    private static String smoke(String id) throws IOException {
        Path outputs = Files.writeString(folder.resolve("outputs.json"), OutputsFile.of(standIn.environment()));
        Path program = StandInSettings.in(folder).infrastructure().resolve("../../aws-smoke");
        Ended ended = Ended.of(
                folder, standIn.environment(), List.of(program.toString(), id, "--outputs", outputs.toString()));
        assertThat(ended.exit()).isEqualTo(1);
        return ended.output() + ended.errors();
    }
}
