package io.certfleet.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.iam.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Order(1)
class DrillIT {
    private static final Path TARGET = Path.of("target", "drill-it");
    private static int status;

    @BeforeAll
    static void drill() {
        status = LocalRun.execute("--once", "--hosts", "16", "--target", TARGET.toString());
    }

    @Test
    void a_fleet_is_enrolled_rotated_revoked_and_restored_beside_bad_hosts() throws IOException {
        assertThat(status).isZero();
        JsonNode figures = Json.read(Files.readAllBytes(TARGET.resolve("run/result.json")));
        assertThat(figures.path("active").asInt()).isEqualTo(16);
        assertThat(figures.path("switchesWatched").asInt()).isGreaterThanOrEqualTo(30);
        assertThat(figures.path("badPairsSeen").asInt(-1)).isZero();
        assertThat(figures.path("callsDenied").asInt(-1)).isZero();
    }

    /** A policy from which one grant is missing would have failed the drill, which is too slow to be run for each. */
    @TestFactory
    Stream<DynamicTest> without_any_one_grant_a_call_of_the_drill_is_denied() {
        RecordedRun run = RecordedRun.in(TARGET.resolve("run/permissions"));
        assertThat(run.denied()).isZero();
        List<RecordedRun.Tried> tried = run.withoutEachGrant().toList();
        assertThat(tried)
                .extracting(RecordedRun.Tried::caller)
                .contains("checker", "issuer", "deployer", "crl-sync", "operator");
        return tried.stream()
                .map(one -> dynamicTest(
                        one.caller() + " without " + one.grant(),
                        () -> assertThat(one.needed()).isTrue()));
    }
}
