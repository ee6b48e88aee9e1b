package io.certfleet.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.local.door.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DrillIT {

    @Test
    void a_fleet_is_enrolled_rotated_revoked_and_restored_beside_bad_hosts() throws IOException {
        Path target = Path.of("target", "drill-it");
        assertThat(LocalRun.execute("--once", "--hosts", "25", "--target", target.toString()))
                .isZero();
        JsonNode figures = Json.read(Files.readAllBytes(target.resolve("run/result.json")));
        assertThat(figures.path("active").asInt()).isEqualTo(25);
        assertThat(figures.path("switchesWatched").asInt()).isGreaterThanOrEqualTo(50);
        assertThat(figures.path("badPairsSeen").asInt(-1)).isZero();
    }
}
