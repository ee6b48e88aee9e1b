package io.certfleet.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SsmException;

class RunCommandTest {
    private static final Document DOCUMENT = new Document("certfleet-generate-csr", "3", "abc");

    private final FakeSsm ssm = new FakeSsm();
    private final RunCommand runCommand = ssm.runCommand();

    private static String id(int number) {
        return "mi-%017d".formatted(number);
    }

    private static List<Line> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Line(id(number), List.of("a", "b")))
                .toList();
    }

    private Sent send(int hosts, int most) {
        return runCommand.send(DOCUMENT, List.of(), lines(hosts), most);
    }

    @Test
    void a_command_is_pinned_timed_and_stopped_by_no_single_host() {
        runCommand.send(DOCUMENT, List.of("all x"), lines(2), 50);
        SendCommandRequest command = ssm.commands().getFirst();
        assertThat(command.documentName()).isEqualTo("certfleet-generate-csr");
        assertThat(command.documentVersion()).isEqualTo("3");
        assertThat(command.documentHash()).isEqualTo("abc");
        assertThat(command.documentHashTypeAsString()).isEqualTo("Sha256");
        assertThat(command.timeoutSeconds()).isEqualTo(600);
        assertThat(command.maxErrors()).isEqualTo("100%");
        assertThat(command.parameters().get("executionTimeout")).containsExactly("120");
        assertThat(command.parameters().get("payload").getFirst()).matches("[A-Za-z0-9+/=]+");
        assertThat(ssm.payload(0)).containsExactly("all x", id(0) + " a b", id(1) + " a b");
    }

    @ParameterizedTest
    @CsvSource({"0, 50, 0", "1, 50, 1", "50, 50, 1", "51, 50, 2", "100, 50, 2", "20, 20, 1", "21, 20, 2"})
    void one_command_serves_as_many_hosts_as_are_allowed(int hosts, int most, int commands) {
        assertThat(send(hosts, most).commandIds()).hasSize(hosts);
        assertThat(ssm.commands()).hasSize(commands);
        assertThat(ssm.commands())
                .allSatisfy(command -> assertThat(command.instanceIds()).hasSizeBetween(1, most));
    }

    /** Base64 makes 4 characters of 3 bytes: 36 KiB of text are 48 KiB of payload. */
    private static Line line(int number, int bytes) {
        return new Line(id(number), List.of("x".repeat(bytes - id(number).length() - 2)));
    }

    @Test
    void a_payload_of_48_KiB_is_one_command_and_a_byte_more_is_two() {
        int half = 18 * 1024;
        assertThat(RunCommand.parts(List.of(), List.of(line(0, half), line(1, half)), 50))
                .hasSize(1);
        assertThat(RunCommand.parts(List.of(), List.of(line(0, half), line(1, half + 1)), 50))
                .hasSize(2);
        assertThat(RunCommand.parts(List.of(""), List.of(line(0, half), line(1, half)), 50))
                .hasSize(2);
    }

    @Test
    void a_single_host_that_does_not_fit_is_named() {
        assertThat(RunCommand.parts(List.of(), List.of(line(0, 36 * 1024)), 50)).hasSize(1);
        assertThatThrownBy(() -> RunCommand.parts(List.of(), List.of(line(0, 36 * 1024 + 1)), 50))
                .hasMessageContaining(id(0));
    }

    @Test
    void an_unknown_id_is_found_by_halving_and_the_49_others_are_served() {
        ssm.forget(id(17));
        Sent sent = send(50, 50);
        assertThat(sent.refused()).containsOnlyKeys(id(17));
        assertThat(sent.refused().get(id(17))).contains("InvalidInstanceId", "registered");
        assertThat(sent.commandIds()).hasSize(49).doesNotContainKey(id(17));
        assertThat(ssm.commands().stream().flatMap(command -> command.instanceIds().stream()))
                .hasSize(49)
                .doesNotHaveDuplicates();
        assertThat(ssm.commands()).hasSizeLessThanOrEqualTo(7);
    }

    @Test
    void a_host_that_our_role_may_not_reach_is_refused_alone() {
        ssm.deny(id(1));
        Sent sent = send(3, 50);
        assertThat(sent.refused()).containsOnlyKeys(id(1));
        assertThat(sent.commandIds()).containsOnlyKeys(id(0), id(2));
    }

    @Test
    void hosts_that_are_all_denied_are_not_refused_before_their_messages_have_come_back_for_long() {
        ssm.fail("AccessDeniedException");
        Sent sent = send(3, 50);
        assertThat(sent.refused()).isEmpty();
        assertThat(sent.doubted()).hasSize(3);
        assertThat(sent.refusal(id(1), 9)).isEmpty();
        assertThat(sent.refusal(id(1), 10))
                .hasValueSatisfying(reason -> assertThat(reason).contains("AccessDeniedException", "tag"));
    }

    @Test
    void a_host_that_is_unknown_among_denied_ones_is_refused_at_once() {
        ssm.forget(id(0));
        ssm.deny(id(1));
        ssm.deny(id(2));
        Sent sent = send(3, 50);
        assertThat(sent.refusal(id(0), 1)).isPresent();
        assertThat(sent.doubted()).containsOnlyKeys(id(1), id(2));
    }

    @Test
    void a_call_that_fails_for_another_reason_is_not_halved() {
        ssm.fail("ThrottlingException");
        assertThatThrownBy(() -> send(50, 50)).isInstanceOf(SsmException.class);
        assertThat(ssm.commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Success, Success, SUCCEEDED",
        "Pending, Pending, UNDER_WAY",
        "InProgress, InProgress, UNDER_WAY",
        "Delayed, Delayed, UNDER_WAY",
        "Cancelling, Cancelling, UNDER_WAY",
        "TimedOut, DeliveryTimedOut, UNREACHABLE",
        "TimedOut, Delivery Timed Out, UNREACHABLE",
        "TimedOut, ExecutionTimedOut, FAILED",
        "Failed, Undeliverable, UNREACHABLE",
        "Failed, Terminated, UNREACHABLE",
        "Failed, RateExceeded, UNREACHABLE",
        "Failed, Failed, FAILED",
        "Failed, InvalidPlatform, FAILED",
        "Failed, AccessDenied, FAILED",
        "Cancelled, Cancelled, FAILED"
    })
    void every_status_of_systems_manager_has_its_meaning(String status, String details, Invocation.Outcome outcome) {
        ssm.answer("c", id(0), status, details, "");
        assertThat(runCommand.answers("c").get(id(0)).outcome()).isEqualTo(outcome);
        assertThat(runCommand.answer("c", id(0)).orElseThrow().outcome()).isEqualTo(outcome);
    }

    @Test
    void an_answer_is_its_hosts_by_systems_managers_word() {
        ssm.answer("c", id(0), "Success", "Success", "I am " + id(1));
        ssm.answer("c", id(1), "Success", "Success", "so am I");
        assertThat(runCommand.answers("c").get(id(0)).output()).isEqualTo("I am " + id(1));
        assertThat(runCommand.answers("c")).hasSize(2);
        assertThat(runCommand.answers("other")).isEmpty();
        assertThat(runCommand.answer("c", id(2))).isEmpty();
    }

    @Test
    void the_reason_of_a_failure_is_the_scripts_last_word() {
        Invocation failed = new Invocation(
                "c",
                id(0),
                "d",
                Invocation.Outcome.FAILED,
                "Failed",
                "out\n----------ERROR-------\nnoise\ncertfleet: no openssl\nfailed to run commands: exit status 1\n");
        assertThat(failed.reason()).isEqualTo("Failed: certfleet: no openssl");
        assertThat(new Invocation("c", id(0), "d", Invocation.Outcome.FAILED, "ExecutionTimedOut", "").reason())
                .isEqualTo("ExecutionTimedOut: no output");
        assertThat(new Invocation("c", id(0), "d", Invocation.Outcome.FAILED, "Failed", "only out\n\n").reason())
                .isEqualTo("Failed: only out");
    }
}
