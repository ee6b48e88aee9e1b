package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueuesTest {
    private static final String[] COMPLETE = {
        "certfleet.consumes", "issue,csr",
        "certfleet.sends", "certificate",
        "certfleet.issue-queue-url", "https://sqs.us-east-1.amazonaws.com/111122223333/certfleet-issue",
        "certfleet.issue-dlq-url", "https://sqs.us-east-1.amazonaws.com/111122223333/certfleet-issue-dlq",
        "certfleet.csr-queue-url", "http://127.0.0.1:4566/111122223333/certfleet-csr",
        "certfleet.csr-dlq-url", "http://127.0.0.1:4566/111122223333/certfleet-csr-dlq",
        "certfleet.certificate-queue-url", "http://127.0.0.1:4566/111122223333/certfleet-certificate"
    };

    private static Queues with(String name, String value) {
        String[] settings = COMPLETE.clone();
        for (int i = 0; i < settings.length; i += 2) {
            if (settings[i].equals(name)) {
                settings[i + 1] = value;
            }
        }
        return new Queues(Settings.with(settings));
    }

    @Test
    void a_service_with_all_its_queues_starts() {
        assertThatCode(() -> new Queues(Settings.with(COMPLETE)).check(new StartupEvent()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "certfleet.issue-queue-url",
                "certfleet.issue-dlq-url",
                "certfleet.csr-dlq-url",
                "certfleet.certificate-queue-url"
            })
    void a_service_without_one_does_not_and_names_it(String property) {
        for (String value : new String[] {"", "certfleet-issue", "ftp://host/queue", "http://a b"}) {
            assertThatThrownBy(() -> with(property, value).check(new StartupEvent()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(property)
                    .hasMessageContaining(
                            property.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"));
        }
    }

    @Test
    void a_queue_is_known_by_the_last_part_of_its_arn() {
        Queues queues = new Queues(Settings.with(COMPLETE));
        assertThat(queues.ofArn("arn:aws:sqs:us-east-1:111122223333:certfleet-csr"))
                .isEqualTo(QueueName.CSR);
        // Part of a name is not the name, and a dead-letter queue is not one that is read.
        for (String name : new String[] {"csr", "certfleet-csr-dlq", "certfleet-certificate"}) {
            assertThatThrownBy(() -> queues.ofArn("arn:aws:sqs:us-east-1:111122223333:" + name))
                    .hasMessageContaining(name);
        }
    }
}
