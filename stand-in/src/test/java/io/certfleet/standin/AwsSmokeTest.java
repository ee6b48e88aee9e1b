package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static SimulatedHost host;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
        host = standIn.fleet().register();
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    @Test
    void a_host_with_a_row_is_left_alone() {
        AwsCli aws = new AwsCli(standIn.environment(), folder);
        aws.run(
                "dynamodb",
                "put-item",
                "--table-name",
                standIn.environment().get("TABLE_NAME"),
                "--item",
                "{\"hostID\": {\"S\": \"" + host.id() + "\"}}");
        assertThat(smoke(host.id())).contains("nothing that was there before is touched");
    }

    @Test
    void a_host_without_the_tag_is_told_how_to_get_it() {
        SimulatedHost untagged = standIn.fleet().register();
        untagged.tag(Map.of());
        assertThat(smoke(untagged.id()))
                .contains("does not carry the tag")
                .contains("aws ssm add-tags-to-resource")
                .contains("Key=certfleet,Value=certfleet");
    }

    @Test
    void a_host_that_nobody_registered_is_not_a_node() {
        assertThat(smoke("mi-00000000000000000")).contains("is not an online managed node");
    }

    /** What it says, having found something that does not hold. */
    private static String smoke(String id) {
        try {
            Path outputs = Files.writeString(folder.resolve("outputs.json"), OutputsFile.of(standIn.environment()));
            Path said = Files.createTempFile(folder, "smoke", ".log");
            ProcessBuilder builder = new ProcessBuilder("../aws-smoke", id, "--outputs", outputs.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().putAll(standIn.environment());
            builder.environment().remove("AWS_PROFILE");
            builder.environment().put("AWS_CONFIG_FILE", "/dev/null");
            builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
            assertThat(builder.start().waitFor()).isEqualTo(1);
            return Files.readString(said);
        } catch (IOException e) {
            throw new AssertionError("this test needs python3 and the aws CLI on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
