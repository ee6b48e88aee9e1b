package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QueueSettingsTest {

    private static QueueSettings.Batching of(QueueName queue, String... settings) {
        return new QueueSettings(Settings.with(settings)).of(queue);
    }

    @ParameterizedTest
    @EnumSource
    void the_defaults_are_those_that_lambda_gets(QueueName queue) throws IOException {
        JsonNode lambda = new ObjectMapper()
                .readTree(Path.of("../infra/terraform/queues.json").toFile())
                .path("queues")
                .path(queue.word());
        QueueSettings.Batching container = of(queue);
        assertThat(container.size()).isEqualTo(lambda.path("batchSize").asInt());
        assertThat(container.window().toSeconds())
                .isEqualTo(lambda.path("batchWindowSeconds").asLong());
        assertThat(container.visibility().toSeconds())
                .isEqualTo(lambda.path("visibilitySeconds").asLong());
    }

    @ParameterizedTest
    @CsvSource({
        "batch-size, 0, 1",
        "batch-size, 10001, 10000",
        "batch-size, ten, 10",
        "batch-window, -1S, 0S",
        "batch-window, soon, 5S",
        "visibility, 5S, 6S",
        "visibility, 241S, 240S"
    })
    void a_senseless_value_is_refused_by_name_and_the_next_one_is_not(String setting, String bad, String good) {
        assertThatThrownBy(() -> of(QueueName.CSR, "certfleet.csr." + setting, bad))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("certfleet.csr." + setting)
                .hasMessageContaining("CERTFLEET_CSR_"
                        + setting.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        assertThatCode(() -> of(QueueName.CSR, "certfleet.csr." + setting, good))
                .doesNotThrowAnyException();
    }

    @Test
    void the_check_queue_has_no_batches() {
        assertThatThrownBy(() -> of(QueueName.CHECK, "certfleet.check.batch-size", "2"))
                .hasMessageContaining("CERTFLEET_CHECK_BATCH_SIZE) is 2, which is not 1 to 1");
    }

    @Test
    void a_window_is_at_most_lambdas() {
        assertThatThrownBy(() -> of(
                        QueueName.ISSUE, "certfleet.issue.batch-window", "301S", "certfleet.issue.visibility", "600S"))
                .hasMessageContaining("0 to 300 seconds");
        assertThat(of(QueueName.ISSUE, "certfleet.issue.batch-window", "300S", "certfleet.issue.visibility", "301S")
                        .window())
                .hasSeconds(300);
    }
}
