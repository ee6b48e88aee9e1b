package io.certfleet.issuer;

import static io.certfleet.issuer.IssuerBench.ID;
import static io.certfleet.issuer.IssuerBench.ROTATION;
import static io.certfleet.issuer.IssuerBench.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certfleet.message.Message;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.KeyAlgorithm;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private final IssuerBench bench = new IssuerBench();

    private static RenewalDue first(String hostId) {
        return due(hostId, ROTATION, false, START, Optional.empty(), 0);
    }

    private static RenewalDue due(
            String hostId, String rotationId, boolean forced, Instant at, Optional<String> closes, int attempt) {
        return new RenewalDue(
                hostId,
                rotationId,
                new RenewalDue.Seen(Optional.empty(), "new", false, closes),
                new RenewalDue.Cause("no certificate yet", at, forced, forced),
                attempt,
                Optional.empty());
    }

    @Test
    void the_row_says_what_will_happen_and_then_which_command_serves_it() {
        bench.table.put(Row.of(ID).with("keyAlgorithm", "RSA_2048").with("reloadUnit", "nginx.service"));
        assertThat(bench.handle(first(ID))).isEmpty();
        assertThat(bench.rotation().step()).isEqualTo(Step.CSR_REQUESTED);
        assertThat(bench.rotation().commandId()).contains("command-1");
        assertThat(bench.rotation().startedAt()).isEqualTo(START);
        assertThat(bench.rotation().settings().keyAlgorithm()).isEqualTo(KeyAlgorithm.RSA_2048);
        assertThat(bench.ssm.payload(0))
                .containsExactly(
                        "all validation=required",
                        ID + " cacertPath=/etc/certfleet certPath=/etc/certfleet clockFrom=20261124095500"
                                + " clockUntil=20261124101700 csrPath=/etc/certfleet keyAlgorithm=RSA_2048 keyPath=/etc/certfleet owner=root profileArn="
                                + Row.PROFILE_ARN + " reloadUnit=nginx.service roleArn=" + Row.ROLE_ARN + " rotationId="
                                + ROTATION
                                + " signinghelperPath=/usr/local/bin");
    }

    @Test
    void fifty_hosts_are_one_command_and_a_copy_of_a_message_is_not_one() {
        RenewalDue[] batch = IntStream.range(0, 50)
                .mapToObj(number -> "mi-%017d".formatted(number))
                .peek(id -> bench.table.put(Row.of(id)))
                .map(ClaimTest::first)
                .toArray(RenewalDue[]::new);
        bench.handle(batch);
        bench.handle(batch);
        assertThat(bench.ssm.commands()).hasSize(1);
        bench.table.put(Row.of(ID));
        bench.handle(first(ID), first(ID));
        assertThat(bench.ssm.commands()).hasSize(2);
        assertThat(bench.ssm.commands().get(1).instanceIds()).containsExactly(ID);
    }

    @Test
    void settings_are_frozen_when_the_rotation_begins() {
        bench.table.put(Row.of(ID).with("owner", "app"));
        bench.handle(first(ID));
        bench.table.inventory().write(Update.of(ID).set("owner", "other"));
        assertThat(bench.rotation().settings().attributes()).containsEntry("owner", "app");
    }

    @Test
    void a_host_with_a_senseless_setting_fails_with_its_name_and_the_others_go_on() {
        String good = "mi-0123456789abcdef1";
        bench.table.put(Row.of(ID).with("certPath", "/etc/$(id)"));
        bench.table.put(Row.of(good));
        assertThat(bench.handle(first(ID), first(good))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.host().rotation()).isEmpty();
        assertThat(bench.topic.texts().getFirst()).contains("certPath", "/etc/$(id)");
        assertThat(bench.ssm.commands()).hasSize(1);
        assertThat(bench.ssm.commands().getFirst().instanceIds()).containsExactly(good);
    }

    @Test
    void a_row_whose_key_is_not_a_node_id_fails_visibly() {
        bench.table.put(Row.of("web-1"));
        bench.handle(first("web-1"));
        assertThat(bench.table.host("web-1").state()).isEqualTo(HostState.FAILED);
        assertThat(bench.topic.texts().getFirst()).contains("web-1", "no SSM managed-node id");
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void a_host_that_was_deleted_is_not_made_again_and_its_message_rejected_with_the_reason() {
        assertThat(bench.handle(first(ID))).isEmpty();
        assertThat(bench.queues.rejected()).containsExactly(ID + " is not in the table");
        assertThat(bench.table.has(ID)).isFalse();
        assertThat(bench.ssm.commands()).isEmpty();
    }

    @Test
    void an_unregistered_host_fails_and_the_others_of_its_command_are_served() {
        String good = "mi-0123456789abcdef1";
        bench.table.put(Row.of(ID));
        bench.table.put(Row.of(good));
        bench.ssm.forget(ID);
        assertThat(bench.handle(first(ID), first(good))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.FAILED);
        assertThat(bench.topic.texts().getFirst()).contains("registered");
        assertThat(bench.table.host(good).rotation().orElseThrow().commandId()).isPresent();
    }

    @Test
    void hosts_that_are_all_denied_wait_and_their_rows_say_why_after_their_messages_were_redelivered_for_a_while() {
        String other = "mi-0123456789abcdef1";
        bench.table.put(Row.of(ID));
        bench.table.put(Row.of(other));
        bench.ssm.deny(ID);
        bench.ssm.deny(other);
        for (int receives : new int[] {1, 9}) {
            assertThat(bench.handle(receives, first(ID), first(other))).containsExactlyInAnyOrder("0", "1");
            assertThat(bench.host().isUnderWay(ROTATION)).isTrue();
        }
        assertThat(bench.topic.texts()).isEmpty();
        // It may be our own role: one alarm for the cause, no mail for each host.
        assertThat(bench.handle(10, first(ID), first(other))).isEmpty();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.NEW);
        assertThat(bench.table.row(ID).get("lastError").s()).contains("AccessDenied");
        assertThat(bench.rotation().attempt().heldUpAt()).contains(START);
        // What the sweep sends once the cause is fixed.
        bench.ssm.allow();
        assertThat(bench.handle(due(ID, ROTATION, false, START, Optional.empty(), 1)))
                .isEmpty();
        assertThat(bench.rotation().attempt().heldUpAt()).isEmpty();
        assertThat(bench.rotation().commandId()).isPresent();
    }

    @Test
    void a_claim_takes_along_the_request_that_waited() {
        bench.table.put(Row.of(ID).with("rotateAgain", START.minusSeconds(60)));
        bench.handle(due(ID, ROTATION, true, START, Optional.empty(), 0));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.rotation().requestedAt()).contains(START);
        assertThat(bench.host().rotateAgain()).isEmpty();
    }

    @Test
    void what_a_sweep_begins_is_not_a_request_and_becomes_that_of_one_that_it_satisfies() {
        bench.table.put(Row.of(ID));
        bench.handle(first(ID));
        assertThat(bench.rotation().requestedAt()).isEmpty();
        bench.handle(due(ID, "request", true, START.minusMillis(1), Optional.empty(), 0));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.rotation().requestedAt()).contains(START.minusMillis(1));
    }

    @Test
    void what_takes_the_place_of_a_rotation_takes_over_its_request_also_on_a_revoked_host() {
        Row requested = Row.of(ID)
                .with("state", "revoked")
                .with("revokedAt", START.minusSeconds(9))
                .rotation("stuck", Step.CSR_REQUESTED, START.minusSeconds(7))
                .with("rotation.requestedAt", START.minusSeconds(8));
        RenewalDue closing = new RenewalDue(
                ID,
                ROTATION,
                new RenewalDue.Seen(Optional.empty(), "revoked", false, Optional.of("stuck")),
                new RenewalDue.Cause("stuck", START, false, false),
                0,
                Optional.empty());
        bench.table.put(requested);
        bench.handle(closing);
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.rotation().requestedAt()).contains(START.minusSeconds(8));
        bench.table.put(requested.with("rotateAgain", START.minusSeconds(1)));
        bench.handle(closing);
        assertThat(bench.rotation().requestedAt()).contains(START.minusSeconds(1));
        assertThat(bench.host().rotateAgain()).isEmpty();
    }

    @Test
    void a_rotation_whose_certificate_may_be_lost_is_replaced_and_its_key_remembered() {
        bench.table.put(Row.of(ID)
                .rotation("stuck", Step.CSR_REQUESTED, START.minusSeconds(3600))
                .with("rotation.keyDigest", "k"));
        bench.handle(due(ID, ROTATION, false, START, Optional.of("stuck"), 0));
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.host().orphanedKeys()).extracting(OrphanedKey::digest).containsExactly("k");
        assertThat(bench.topic.texts().getFirst()).contains("stuck", "k");
    }

    @Test
    void a_message_for_another_service_is_rejected_with_the_reason() {
        assertThat(bench.handle(new Message.Sweep(), new Message.InstallDue(ID, ROTATION, 0)))
                .isEmpty();
        assertThat(bench.queues.rejected()).hasSize(2).allMatch(reason -> reason.contains("issuer"));
    }

    @Test
    void a_senseless_default_keeps_the_service_from_starting_and_is_named() {
        assertThatThrownBy(() -> new IssuerBench(new TestSettings(), Map.of("certfleet.owner", "a b")))
                .hasMessageContaining("owner")
                .hasMessageContaining("a b");
    }

    @Test
    void what_was_sent_before_systems_manager_throttled_is_recorded_and_only_the_rest_is_redelivered() {
        RenewalDue[] batch = IntStream.range(0, 50)
                .mapToObj(number -> "mi-%017d".formatted(number))
                .peek(id -> bench.table.put(Row.of(id)))
                .map(ClaimTest::first)
                .toArray(RenewalDue[]::new);
        bench.ssm.deny("mi-%017d".formatted(49));
        bench.ssm.failAfter(1, "ThrottlingException");
        assertThat(bench.handle(batch)).hasSize(25).doesNotContain("0", "24").contains("25", "49");
        assertThat(bench.table
                        .host("mi-%017d".formatted(24))
                        .rotation()
                        .orElseThrow()
                        .commandId())
                .contains("command-1");
        bench.ssm.fail("");
        assertThat(bench.handle(batch)).isEmpty();
        assertThat(bench.ssm.commands().stream().flatMap(command -> command.instanceIds().stream()))
                .hasSize(49)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_write_that_fails_for_one_host_brings_back_its_message_alone() {
        String other = "mi-0123456789abcdef1";
        bench.table.put(Row.of(ID));
        bench.table.put(Row.of(other));
        bench.table.failOnce(request -> request.updateExpression().contains("commandUntil"));
        assertThat(bench.handle(first(ID), first(other))).hasSize(1);
        assertThat(Stream.of(ID, other)
                        .filter(id -> bench.table
                                .host(id)
                                .rotation()
                                .orElseThrow()
                                .commandId()
                                .isPresent()))
                .hasSize(1);
    }

    @Test
    void a_host_whose_agent_does_not_run_is_offline_and_asked_about_again_in_a_quarter_of_an_hour() {
        bench.table.put(Row.of(ID));
        bench.ssm.refuse(ID, "Inactive");
        assertThat(bench.handle(first(ID))).isEmpty();
        assertThat(bench.host().state()).isEqualTo(HostState.OFFLINE);
        assertThat(bench.rotation().id()).isEqualTo(ROTATION);
        assertThat(bench.host().failures()).isZero();
        assertThat(bench.topic.texts()).isEmpty();
        assertThat(bench.queues.sent())
                .singleElement()
                .satisfies(sent -> assertThat(sent.delaySeconds()).isEqualTo(900));
    }
}
