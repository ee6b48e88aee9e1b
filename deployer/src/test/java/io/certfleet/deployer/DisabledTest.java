package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.START;
import static io.certfleet.deployer.DeployerBench.awaiting;
import static io.certfleet.deployer.DeployerBench.installing;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.InstallDue;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A host that is not enabled is sent nothing, and nothing is recorded as failed. */
class DisabledTest {
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = bench.issue(TestCertificate.of("a1"));

    @AfterEach
    void nobody_is_told() {
        assertThat(bench.topic.texts()).isEmpty();
    }

    private static Row off(Row row) {
        return row.with("enabled", AttributeValue.fromBool(false));
    }

    @Test
    void its_certificate_is_not_installed_and_known_all_the_same() {
        bench.table.put(off(Row.of(ID).rotation(ROTATION, Step.CSR_REQUESTED, START))
                .with("rotation.keyDigest", certificate.keyDigest()));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().unexpired()).hasSize(1);
        assertThat(bench.host().knows(new Serial("a1"))).isTrue();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        // The sweep has it installed when the host is enabled again.
        bench.table.put(new Row(bench.table.row(ID)).with("enabled", AttributeValue.fromBool(true)));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
    }

    @Test
    void nothing_is_sent_again() {
        bench.table.put(off(awaiting(certificate)));
        assertThat(bench.handle(new InstallDue(ID, ROTATION, 1))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
    }

    @Test
    void one_that_is_disabled_while_it_is_decided_is_decided_anew() {
        bench.table.put(awaiting(certificate));
        bench.table.beforeNextWrite(() -> bench.table.put(off(awaiting(certificate))));
        assertThat(bench.handle(issued(certificate.arn()))).containsExactly("0");
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Failed,Failed,it broke",
        "Failed,Failed,certfleet install-certificate 0f8fad5b-d9cb-469f-a165-70867728950e later Rate exceeded",
        "TimedOut,Delivery Timed Out,''",
        "TimedOut,Execution Timed Out,''"
    })
    void no_answer_is_taken_for_a_failure(String status, String details, String output) {
        bench.table.put(off(installing(certificate, "c")));
        bench.ssm.answer("c", ID, status, details, output);
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.table.row(ID)).doesNotContainKeys("lastError", "failures", "retryAt", "offlineSince");
        assertThat(bench.rotation().paused()).isFalse();
        assertThat(bench.queues.messages()).isEmpty();
    }

    @Test
    void what_it_has_done_is_recorded() {
        bench.table.put(off(installing(certificate, "c")));
        bench.ssm.answer("c", ID, "Success", "Success", "certfleet install-certificate " + ROTATION + " installed\n");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().serial()).contains(new Serial("a1"));
    }
}
