package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.message.Message.CommandFinished;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row with an attribute of a wrong type is claimed and its host's CSR signed, whatever must be written where it is. */
class FaultyRowTest {
    private static final String CSR = Csrs.of("CN=" + ID, Csrs.key("EC_prime256v1"));
    private static final AttributeValue NUMBERS = AttributeValue.fromNs(List.of("1", "2"));

    private final IssuerBench bench = new IssuerBench();

    /** Those that keep no host from being asked: a setting is refused, the switch is off, and the host may be revoked. */
    static Stream<String> attributes() {
        return Row.of(ID).host().reading().known().stream()
                .filter(name -> !List.of(
                                "hostID",
                                "enabled",
                                "revokedAt",
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

    private RenewalDue due(Host host, boolean forced, Optional<String> closes) {
        return new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(host.serial(), host.state().word(), false, closes),
                new RenewalDue.Cause("due", START, forced, forced),
                0,
                Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("attributes")
    void it_is_claimed_signed_and_what_fails_is_recorded(String attribute) {
        Row row = Row.of(ID)
                .active("a1", START.minusSeconds(86_400), START.plusSeconds(86_400))
                .with(attribute, NUMBERS);
        bench.table.put(row);
        assertThat(bench.handle(due(row.host(), false, Optional.empty()))).isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        bench.answer("command-1", CSR);
        assertThat(bench.handle(new CommandFinished("command-1", ID))).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.ISSUED);
        assertThat(bench.host().unexpired()).isNotEmpty();
        // And one whose host fails.
        bench.table.put(
                new Row(row.rotation(ROTATION, Step.CSR_REQUESTED, START).attributes())
                        .with("rotation.commandId", "c2"));
        bench.ssm.answer("c2", ID, "Failed", "Failed", "it broke");
        assertThat(bench.handle(new CommandFinished("c2", ID))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().retryAt()).isPresent();
        assertThat(bench.host().failures()).isEqualTo(1);
    }

    @Test
    void a_rotation_that_cannot_be_read_is_replaced_only_by_who_says_so() {
        Row row = Row.of(ID).with("rotation.id", "half").with("rotation.keyDigest", "k");
        bench.table.put(row);
        assertThat(bench.handle(due(row.host(), false, Optional.empty()))).isEmpty();
        assertThat(bench.ssm.commands()).isEmpty();
        assertThat(bench.host().brokenRotation()).isPresent();
        assertThat(bench.handle(due(row.host(), false, Optional.of(BrokenRotation.ID))))
                .isEmpty();
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.host().hasOrphaned("k")).isTrue();
    }

    @Test
    void an_operators_request_replaces_it_at_once_and_a_fixed_one_is_left() {
        Row row = Row.of(ID).with("rotation", "nonsense");
        bench.table.put(row);
        assertThat(bench.handle(due(row.host(), true, Optional.empty()))).isEmpty();
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        bench.table.put(Row.of(ID).rotation("fixed", Step.CSR_REQUESTED, START));
        assertThat(bench.handle(due(row.host(), false, Optional.of(BrokenRotation.ID))))
                .isEmpty();
        assertThat(bench.rotation().id()).isEqualTo("fixed");
    }

    @Test
    void the_terms_and_the_rows_own_settings_are_frozen_at_the_claim() {
        Row row = Row.of(ID).with("owner", "web");
        bench.table.put(row);
        bench.handle(due(row.host(), false, Optional.empty()));
        assertThat(bench.rotation().begun().terms().orElseThrow().organization())
                .contains("Example");
        assertThat(bench.rotation().begun().terms().orElseThrow().commonName()).isEqualTo(ID);
        assertThat(bench.host().isReconfigured()).isFalse();
        bench.table.put(new Row(bench.table.row(ID)).without("owner"));
        assertThat(bench.host().isReconfigured()).isTrue();
    }

    @Test
    void a_certificate_is_asked_for_as_it_was_claimed_whatever_the_settings_are_by_now() {
        bench.table.put(Row.of(ID)
                .rotation(ROTATION, Step.CSR_REQUESTED, START)
                .with("rotation.commandId", "c")
                .with("rotation.terms.commonName", ID)
                .with("rotation.terms.organization", "Former")
                .with("rotation.terms.organizationalUnit", "Unit")
                .with("rotation.terms.validity", "PT72H"));
        bench.answer("c", CSR);
        assertThat(bench.handle(new CommandFinished("c", ID))).isEmpty();
        var asked = bench.ca.asked().getFirst();
        assertThat(asked.validity().value()).isEqualTo(3);
        assertThat(asked.apiPassthrough().subject().organization()).isEqualTo("Former");
        assertThat(asked.apiPassthrough().subject().organizationalUnit()).isEqualTo("Unit");
        assertThat(bench.host().unexpired().getFirst().notAfter()).isEqualTo(START.plusSeconds(3 * 86_400));
    }
}
