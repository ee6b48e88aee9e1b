package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.awaiting;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.ListedCertificate;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.RevocationReason;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class UnexpectedCertificatesTest {
    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = bench.issue(TestCertificate.of("a1"));

    private static RevocationDue revocation(String serial) {
        return new RevocationDue(
                ID,
                Optional.of(new Serial(serial)),
                false,
                new RevocationDue.Request(RevocationReason.UNSPECIFIED, START, false, "none"),
                List.of(new ListedCertificate(
                        new Serial(serial), START.plus(Duration.ofDays(7)), Optional.of(Row.arn(serial)))),
                List.of(),
                0);
    }

    @Test
    void a_foreign_certificate_is_counted_and_left_alone() {
        TestCertificate foreign = bench.issue(TestCertificate.of("b1").subject("CN=web.example.com"));
        TestCertificate nameless = bench.issue(TestCertificate.of("b2").subject("O=Example"));
        TestCertificate absent = bench.issue(TestCertificate.of("b3"));
        assertThat(bench.handle(issued(foreign.arn()), issued(nameless.arn()), issued(absent.arn())))
                .isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.table.has(ID)).isFalse();
    }

    @Test
    void a_replayed_event_of_a_certificate_that_has_ended_alarms_nobody_and_one_with_a_second_left_does() {
        TestCertificate ended = bench.issue(TestCertificate.of("b4").until(START));
        TestCertificate ending = bench.issue(TestCertificate.of("b5").until(START.plusSeconds(1)));
        bench.table.put(Row.of(ID).active("a0", START, START.plusSeconds(60)));
        assertThat(bench.handle(issued(ended.arn()), bench.revoked(ended.arn())))
                .isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.handle(issued(ending.arn()))).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
    }

    @Test
    void a_rotation_that_cannot_be_read_makes_no_false_alarm_of_its_certificate() {
        bench.table.put(Row.of(ID).with("rotation.keyDigest", certificate.keyDigest()));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
    }

    @Test
    void a_certificate_in_a_hosts_name_that_nobody_of_ours_asked_for_is_an_alarm() {
        bench.table.put(Row.of(ID).active("a0", START, START.plusSeconds(60)));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.topic.texts().getFirst()).contains(certificate.arn(), "\"serial\":\"" + new Serial("a1"));
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void a_lost_certificate_that_turns_up_is_recorded_for_a_revocation_and_not_installed() {
        bench.table.put(Row.of(ID).with("orphanedKeys", AttributeValue.fromSs(List.of(certificate.keyDigest()))));
        assertThat(bench.handle(issued(certificate.arn()), issued(certificate.arn())))
                .isEmpty();
        assertThat(bench.host().unexpired()).hasSize(1);
        assertThat(bench.queues.sent()).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
    }

    @Test
    void a_lost_certificate_of_a_host_that_was_revoked_is_revoked_even_after_a_crash() {
        bench.table.put(Row.of(ID)
                .with("state", "active")
                .with("revokedAt", START)
                .with("orphanedKeys", AttributeValue.fromSs(List.of(certificate.keyDigest()))));
        bench.queues.fail(1);
        assertThat(bench.handle(issued(certificate.arn()))).containsExactly("0");
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.queues.messages()).containsExactly(revocation("a1"));
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
    }

    @Test
    void a_second_certificate_for_one_key_is_told_once_and_within_reach_of_a_revocation() {
        bench.table.put(Row.of(ID)
                .rotation(ROTATION, Step.ISSUED, START)
                .with("rotation.keyDigest", certificate.keyDigest())
                .with("rotation.certificateArn", Row.arn("a0"))
                .unexpired("a0", START));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.topic.texts()).hasSize(1);
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
        assertThat(bench.rotation().certificateArn()).contains(Row.arn("a0"));
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void a_certificate_that_is_more_than_was_asked_for_is_revoked_and_not_installed() {
        TestCertificate wide = bench.issue(TestCertificate.of("d1").ofCa());
        bench.table.put(awaiting(wide));
        assertThat(bench.handle(issued(wide.arn()))).isEmpty();
        assertThat(bench.queues.messages()).containsExactly(revocation("d1"));
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().rotation()).isEmpty();
        // The issuer takes what is marked for done in the row, and leaves the host's own identity alone.
        assertThat(bench.host().revokedSerials()).containsExactly(new Serial("d1"));
        assertThat(bench.topic.subjects()).hasSize(2);
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_copy_of_such_a_certificates_event_alarms_nobody_again(boolean answered) {
        TestCertificate wide = bench.issue(TestCertificate.of("d1").ofCa());
        Row row = Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START).with("rotation.keyDigest", wide.keyDigest());
        bench.table.put(answered ? row.with("rotation.certificateArn", wide.arn()) : row);
        assertThat(bench.handle(issued(wide.arn()))).isEmpty();
        assertThat(bench.handle(issued(wide.arn()))).isEmpty();
        assertThat(bench.topic.subjects()).hasSize(2);
        assertThat(bench.queues.messages()).containsExactly(revocation("d1"));
        assertThat(bench.host().unexpired()).isEmpty();
    }

    @Test
    void a_crash_before_such_a_certificate_is_revoked_is_made_good() {
        TestCertificate wide = bench.issue(TestCertificate.of("d1").ofCa());
        bench.table.put(awaiting(wide));
        bench.queues.fail(1);
        assertThat(bench.handle(issued(wide.arn()))).containsExactly("0");
        assertThat(bench.handle(issued(wide.arn()))).isEmpty();
        assertThat(bench.queues.messages()).containsExactly(revocation("d1"));
    }
}
