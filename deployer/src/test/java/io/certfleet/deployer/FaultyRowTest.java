package io.certfleet.deployer;

import static io.certfleet.deployer.DeployerBench.ID;
import static io.certfleet.deployer.DeployerBench.ROTATION;
import static io.certfleet.deployer.DeployerBench.installing;
import static io.certfleet.deployer.DeployerBench.issued;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Serial;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A certificate is installed and recorded whatever else is wrong with its host's row. */
class FaultyRowTest {
    private static final AttributeValue NUMBERS = AttributeValue.fromNs(List.of("1", "2"));
    private static final CommandFinished FINISHED = new CommandFinished("c", ID);

    private final DeployerBench bench = new DeployerBench();
    private final TestCertificate certificate = bench.issue(TestCertificate.of("a1"));

    /** Those but the row's own settings: another setting is another rotation. */
    static Stream<String> attributes() {
        return Row.of(ID).host().reading().known().stream()
                .filter(name -> !List.of(
                                "hostID",
                                "enabled",
                                "rotation",
                                "certPath",
                                "keyPath",
                                "csrPath",
                                "cacertPath",
                                "signinghelperPath",
                                "keyAlgorithm",
                                "profileArn",
                                "roleArn",
                                "owner",
                                "reloadUnit",
                                "reloadMode")
                        .contains(name));
    }

    private void succeeds() {
        bench.ssm.answer("c", ID, "Success", "Success", "certfleet install-certificate " + ROTATION + " installed\n");
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void it_is_installed_recorded_and_its_failure_too(String attribute) {
        bench.table.put(DeployerBench.awaiting(certificate).with(attribute, NUMBERS));
        assertThat(bench.handle(issued(certificate.arn()))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        bench.table.put(installing(certificate, "c").with(attribute, NUMBERS));
        bench.ssm.answer("c", ID, "Failed", "Failed", "it broke");
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.rotation().paused()).isTrue();
        bench.table.put(installing(certificate, "c").with(attribute, NUMBERS));
        succeeds();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.host().serial()).contains(new Serial("a1"));
        assertThat(bench.host().state()).isEqualTo(HostState.ACTIVE);
    }

    @Test
    void an_entry_that_cannot_be_read_may_be_a_good_certificate_and_is_kept() {
        Row row = installing(certificate, "c");
        List<AttributeValue> entries =
                new ArrayList<>(row.attributes().get("unexpired").l());
        entries.add(AttributeValue.fromS("c0"));
        bench.table.put(row.with("unexpired", AttributeValue.fromL(entries)));
        succeeds();
        assertThat(bench.handle(FINISHED)).isEmpty();
        assertThat(bench.table.row(ID).get("unexpired").l())
                .contains(AttributeValue.fromS("c0"))
                .hasSize(2);
        assertThat(bench.host().unexpired()).hasSize(1);
    }
}
