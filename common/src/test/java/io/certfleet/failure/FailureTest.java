package io.certfleet.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.notification.FakeSns;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.OrphanedKey;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import io.certfleet.table.Update;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static final String ID = "mi-0123456789abcdef0";
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final FakeDynamoDb table = new FakeDynamoDb();
    private final FakeSns topic = new FakeSns();
    private final Failure failure = new Failure(table.inventory(), topic.notifications());

    private void end(String why) {
        Host host = table.host(ID);
        failure.end(host, host.rotation().orElseThrow(), why, NOW);
    }

    @Test
    void an_attempt_that_failed_for_good_ends_its_rotation_and_is_told_once() {
        table.put(Row.of(ID)
                .active("a1", NOW.minusSeconds(60), NOW.plus(Duration.ofDays(5)))
                .rotation("r", Step.CSR_REQUESTED, NOW));
        Host read = table.host(ID);
        end("openssl fails");
        failure.end(read, read.rotation().orElseThrow(), "openssl fails", NOW);
        Host host = table.host(ID);
        assertThat(host.state()).isEqualTo(HostState.FAILED);
        assertThat(host.rotation()).isEmpty();
        assertThat(host.failures()).isEqualTo(1);
        assertThat(host.retryAt()).contains(NOW.plus(Duration.ofMinutes(15)));
        assertThat(table.row(ID).get("lastError").s()).isEqualTo("openssl fails");
        assertThat(host.orphanedKeys()).isEmpty();
        assertThat(topic.subjects()).containsExactly("Certfleet: " + ID + " failed at csr-requested");
        assertThat(topic.texts().getFirst())
                .contains(
                        ID,
                        "csr-requested",
                        "openssl fails",
                        "good until 2026-11-29T10:00:00Z",
                        "check queue\n  {\"type\":\"rotate\"")
                .contains("2026-11-24T10:15:00Z");
    }

    @Test
    void the_second_failure_in_a_row_waits_twice_as_long() {
        table.put(Row.of(ID).with("failures", 1).rotation("r", Step.CSR_REQUESTED, NOW));
        end("again");
        assertThat(table.host(ID).failures()).isEqualTo(2);
        assertThat(table.host(ID).retryAt()).contains(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void a_failure_says_which_rotation_has_ended_and_whether_it_answered_the_removal_of_the_expiry() {
        table.put(Row.of(ID).rotation("r", Step.CSR_REQUESTED, NOW));
        end("no certificate yet");
        assertThat(table.row(ID).get("lastRotation").s()).isEqualTo("r");
        assertThat(table.row(ID).get("triedWithoutExpiry").n()).isEqualTo("1");
        table.put(Row.of(ID)
                .active("a1", NOW.minusSeconds(60), NOW.plus(Duration.ofDays(5)))
                .with("triedWithoutExpiry", 1)
                .rotation("r", Step.CSR_REQUESTED, NOW));
        end("again");
        assertThat(table.row(ID)).doesNotContainKey("triedWithoutExpiry");
    }

    @Test
    void a_key_that_may_have_been_signed_is_remembered() {
        table.put(Row.of(ID).rotation("r", Step.CSR_REQUESTED, NOW).with("rotation.keyDigest", "k"));
        end("the CA refuses");
        assertThat(table.host(ID).orphanedKeys())
                .extracting(OrphanedKey::digest)
                .containsExactly("k");
    }

    @Test
    void a_rotation_that_has_gone_on_does_not_fail() {
        table.put(Row.of(ID).rotation("r", Step.CSR_REQUESTED, NOW));
        Host read = table.host(ID);
        table.put(Row.of(ID).rotation("r", Step.ISSUED, NOW));
        failure.end(read, read.rotation().orElseThrow(), "late", NOW);
        assertThat(table.host(ID).state()).isEqualTo(HostState.NEW);
        assertThat(topic.subjects()).isEmpty();
    }

    @Test
    void an_issued_certificate_is_kept_when_its_installation_fails_and_a_copy_of_the_answer_changes_nothing() {
        table.put(Row.of(ID)
                .rotation("r", Step.INSTALLING, NOW)
                .with("rotation.commandId", "c")
                .with("rotation.certificateArn", Row.arn("a1")));
        Host read = table.host(ID);
        failure.pause(read, read.rotation().orElseThrow(), "no session", NOW);
        failure.pause(read, read.rotation().orElseThrow(), "no session", NOW);
        Host host = table.host(ID);
        assertThat(host.failures()).isEqualTo(1);
        assertThat(host.rotation().orElseThrow().paused()).isTrue();
        assertThat(host.rotation().orElseThrow().certificateArn()).contains(Row.arn("a1"));
        assertThat(topic.subjects()).hasSize(1);
        assertThat(topic.texts().getFirst())
                .contains("remove retryAt", "{\"type\":\"sweep\"}", "send\n  {\"type\":\"rotate\"");
    }

    @Test
    void the_failure_of_an_older_command_does_not_pause_the_present_one() {
        table.put(Row.of(ID).rotation("r", Step.INSTALLING, NOW).with("rotation.commandId", "c1"));
        Host read = table.host(ID);
        table.put(Row.of(ID).rotation("r", Step.INSTALLING, NOW).with("rotation.commandId", "c2"));
        failure.pause(read, read.rotation().orElseThrow(), "late", NOW);
        assertThat(table.host(ID).rotation().orElseThrow().paused()).isFalse();
        assertThat(topic.subjects()).isEmpty();
    }

    @Test
    void a_host_that_cannot_be_asked_is_told_only_while_the_callers_conditions_hold() {
        table.put(Row.of(ID).with("state", "new"));
        Host read = table.host(ID);
        failure.refuse(read, Update.of(ID).when("state", "new"), "claim", "attribute owner is 'a b'", NOW);
        failure.refuse(read, Update.of(ID).when("state", "new"), "claim", "attribute owner is 'a b'", NOW);
        assertThat(table.host(ID).state()).isEqualTo(HostState.FAILED);
        assertThat(table.host(ID).failures()).isEqualTo(1);
        assertThat(topic.texts()).hasSize(1);
        assertThat(topic.texts().getFirst()).contains("owner is 'a b'", "Its current certificate: none");
    }

    @Test
    void a_long_error_is_cut_and_a_broken_topic_holds_nothing_up() {
        topic.breakDown();
        table.put(Row.of(ID).rotation("r", Step.CSR_REQUESTED, NOW));
        end("x".repeat(1001));
        assertThat(table.row(ID).get("lastError").s()).hasSize(1000);
    }

    @Test
    void the_back_off_knows_the_real_end_although_the_expiry_was_removed() {
        Row ending = Row.of(ID)
                .active("a1", NOW.minusSeconds(86_400), NOW.plus(Duration.ofHours(6)))
                .with("failures", 9)
                .rotation("r", Step.CSR_REQUESTED, NOW);
        table.put(ending.without("expiry"));
        end("no session");
        assertThat(table.host(ID).retryAt()).contains(NOW.plus(Duration.ofHours(4)));
        assertThat(topic.texts().getLast()).contains("good until " + NOW.plus(Duration.ofHours(6)));
        table.put(ending.with("expiry", 1796083200));
        end("no session");
        assertThat(table.host(ID).retryAt()).contains(NOW.plus(Duration.ofHours(4)));
    }

    @Test
    void nothing_is_recorded_of_a_host_that_is_not_enabled() {
        Row off = Row.of(ID).with("enabled", "false").rotation("r", Step.INSTALLING, NOW);
        table.put(off);
        Host host = table.host(ID);
        Rotation rotation = host.rotation().orElseThrow();
        failure.end(host, rotation, "x", NOW);
        failure.pause(host, rotation, "x", NOW);
        failure.postpone(host, rotation, "x", NOW);
        failure.refuse(host, Update.of(ID), "claim", "x", NOW);
        assertThat(table.row(ID)).isEqualTo(off.attributes());
        assertThat(topic.texts()).isEmpty();
    }
}
