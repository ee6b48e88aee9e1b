package io.certfleet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

class RunCommandTest {
    private static final Document DOCUMENT = new Document("certfleet-generate-csr", "3", "abc");

    private final FakeSsm ssm = new FakeSsm();
    private final RunCommand runCommand = ssm.runCommand();

    private static String id(int number) {
        return "mi-%017d".formatted(number);
    }

    private static List<Line> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Line(id(number), false, Map.of("number", "" + number, "a", "b")))
                .toList();
    }

    private Sent send(int hosts, int most) {
        return runCommand.send(DOCUMENT, Map.of(), lines(hosts), most);
    }

    @Test
    void a_command_is_pinned_timed_and_stopped_by_no_single_host() {
        runCommand.send(DOCUMENT, Map.of("x", "y"), lines(2), 50);
        SendCommandRequest command = ssm.commands().getFirst();
        assertThat(command.documentName()).isEqualTo("certfleet-generate-csr");
        assertThat(command.documentVersion()).isEqualTo("3");
        assertThat(command.documentHash()).isEqualTo("abc");
        assertThat(command.documentHashTypeAsString()).isEqualTo("Sha256");
        assertThat(command.timeoutSeconds()).isEqualTo(600);
        assertThat(command.maxErrors()).isEqualTo("100%");
        assertThat(command.parameters().get("executionTimeout")).containsExactly("120");
        assertThat(command.parameters().get("payload").getFirst()).matches("[A-Za-z0-9+/=]+");
        assertThat(ssm.payload(0)).containsExactly("all a=b x=y", id(0) + " number=0", id(1) + " number=1");
    }

    @ParameterizedTest
    @CsvSource({"0, 50, 0", "1, 50, 1", "50, 50, 1", "51, 50, 2", "100, 50, 2", "20, 20, 1", "21, 20, 2"})
    void one_command_serves_as_many_hosts_as_are_allowed(int hosts, int most, int commands) {
        assertThat(send(hosts, most).commandIds()).hasSize(hosts);
        assertThat(ssm.commands()).hasSize(commands);
        assertThat(ssm.commands())
                .allSatisfy(command -> assertThat(command.instanceIds()).hasSizeBetween(1, most));
    }

    /** Base64 makes 4 characters of 3 bytes: 22.5 KiB of text are 30 KiB of payload, of which the line for all has 4 bytes. */
    private static Line line(int number, int bytes) {
        String digit = String.valueOf(number);
        return new Line(
                id(number), false, Map.of("x", digit.repeat(bytes - id(number).length() - 4)));
    }

    @Test
    void a_payload_of_30_KiB_is_one_command_and_a_byte_more_is_two() {
        int half = 11 * 1024 + 256 - 2;
        assertThat(Payload.parts(Map.of(), List.of(line(0, half), line(1, half)), 50))
                .hasSize(1);
        assertThat(Payload.parts(Map.of(), List.of(line(0, half), line(1, half + 1)), 50))
                .hasSize(2);
        assertThat(Payload.parts(Map.of("y", ""), List.of(line(0, half), line(1, half)), 50))
                .hasSize(2);
    }

    @Test
    void eighteen_certificates_of_ec_keys_and_their_chain_are_one_payload() {
        // A leaf of an RSA CA has about 800 bytes, its chain about 1,200 in PEM; most settings are the same for all.
        List<Line> lines = IntStream.range(0, 18)
                .mapToObj(number -> new Line(
                        id(number),
                        false,
                        Map.of(
                                "settings", "x".repeat(400),
                                "rotationId", "%036d".formatted(number),
                                "certificate", "%01068d".formatted(number))))
                .toList();
        Map<String, String> head = Map.of("trustAnchorArn", "x".repeat(90), "chain", "x".repeat(1600));
        assertThat(Payload.parts(head, lines, 20)).hasSize(1);
    }

    @Test
    void a_document_of_22_KB_and_the_largest_payload_are_12_KB_below_systems_managers_limit() {
        assertThat(64 * 1024 - 22 * 1024 - Payload.LARGEST).isGreaterThanOrEqualTo(12 * 1024);
    }

    @Test
    void a_single_host_that_does_not_fit_is_refused_and_the_others_are_served() {
        Sent sent = runCommand.send(DOCUMENT, Map.of(), List.of(line(0, 100), line(1, 23 * 1024), line(2, 100)), 50);
        assertThat(sent.refused()).containsOnlyKeys(id(1));
        assertThat(sent.refused().get(id(1))).contains("larger than 30720 characters");
        assertThat(sent.commandIds()).containsOnlyKeys(id(0), id(2));
    }

    @Test
    void what_is_too_large_for_systems_manager_after_all_is_halved() {
        ssm.takeAtMost(13);
        assertThat(send(50, 50).commandIds()).hasSize(50);
        assertThat(ssm.commands()).hasSize(4);
        ssm.takeAtMost(0);
        assertThat(send(2, 50).refused()).containsOnlyKeys(id(0), id(1));
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
    void hosts_that_are_all_denied_are_not_refused_but_wait_once_their_messages_were_redelivered_for_long() {
        ssm.fail("AccessDeniedException");
        Sent sent = send(3, 50);
        assertThat(sent.refused()).isEmpty();
        assertThat(sent.doubted()).hasSize(3);
        assertThat(sent.obstacle(id(1), 9)).isEmpty();
        assertThat(sent.obstacle(id(1), 10))
                .hasValueSatisfying(reason -> assertThat(reason).contains("AccessDeniedException", "tag"));
    }

    @Test
    void a_host_that_is_unknown_among_denied_ones_is_refused_at_once() {
        ssm.forget(id(0));
        ssm.deny(id(1));
        ssm.deny(id(2));
        Sent sent = send(3, 50);
        assertThat(sent.refusal(id(0))).isPresent();
        assertThat(sent.doubted()).containsOnlyKeys(id(1), id(2));
    }

    @Test
    void a_call_that_fails_for_no_hosts_reason_is_not_halved_and_its_messages_are_redelivered() {
        ssm.fail("ThrottlingException");
        Sent sent = send(50, 50);
        assertThat(sent.unsent()).hasSize(50);
        assertThat(sent.refusal(id(0))).isEmpty();
        assertThat(sent.obstacle(id(0), 20)).isEmpty();
        assertThat(sent.delay(id(0))).contains("ThrottlingException");
        assertThat(ssm.commands()).isEmpty();
    }

    @Test
    void what_was_sent_before_systems_manager_throttled_is_answered_as_sent_and_only_the_rest_is_redelivered() {
        ssm.deny(id(49));
        // Halving: 25, 12, 6 are served before the fourth call is throttled.
        ssm.failAfter(3, "ThrottlingException");
        Sent sent = send(50, 50);
        assertThat(sent.commandIds()).hasSize(43);
        assertThat(sent.unsent()).hasSize(7).containsKey(id(49));
        assertThat(sent.commandIds()).doesNotContainKeys(sent.unsent().keySet().toArray(String[]::new));
        assertThat(sent.refused()).isEmpty();
    }

    @Test
    void a_throttled_second_part_keeps_the_first_ones_command() {
        ssm.failAfter(1, "ThrottlingException");
        Sent sent = send(60, 50);
        assertThat(sent.commandIds()).hasSize(50);
        assertThat(sent.unsent()).hasSize(10);
    }

    @Test
    void hosts_whose_agent_does_not_run_are_offline_at_the_cost_of_three_refused_calls() {
        for (int number : new int[] {3, 11, 12, 30}) {
            ssm.refuse(id(number), number == 30 ? "Inactive" : "ConnectionLost");
        }
        ssm.forget(id(17));
        Sent sent = send(50, 50);
        assertThat(sent.offline()).containsOnlyKeys(id(3), id(11), id(12), id(30));
        assertThat(sent.offline().get(id(30))).contains("InvalidInstanceId", "Inactive");
        assertThat(sent.refused()).containsOnlyKeys(id(17));
        assertThat(sent.commandIds()).hasSize(45);
        assertThat(ssm.commands()).hasSize(1);
        assertThat(ssm.described()).isEqualTo(1);
    }

    @Test
    void a_single_host_whose_agent_does_not_run_is_offline_and_so_is_one_that_is_refused_although_it_is_online() {
        ssm.refuse(id(0), "ConnectionLost");
        assertThat(send(1, 50).offline()).containsOnlyKeys(id(0));
        ssm.refuse(id(0), "Online");
        assertThat(send(2, 50).offline()).containsOnlyKeys(id(0));
    }

    @Test
    void systems_manager_waits_longer_for_hosts_that_were_not_reached_before() {
        List<Line> lines = List.of(new Line(id(0), false, Map.of()), new Line(id(1), true, Map.of()));
        assertThat(runCommand.send(DOCUMENT, Map.of(), lines, 50).commandIds()).hasSize(2);
        assertThat(ssm.commands())
                .extracting(SendCommandRequest::timeoutSeconds)
                .containsExactly(600, 3600);
        assertThat(ssm.commands().get(1).instanceIds()).containsExactly(id(1));
        assertThat(runCommand.until(true)).isEqualTo(Duration.ofMinutes(62));
        assertThat(runCommand.until(false)).isEqualTo(Duration.ofMinutes(12));
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
        "TimedOut, ExecutionTimedOut, INTERRUPTED",
        "TimedOut, Execution Timed Out, INTERRUPTED",
        "Failed, Undeliverable, UNREACHABLE",
        "Cancelled, Terminated, WITHHELD",
        "Failed, Terminated, WITHHELD",
        "Failed, RateExceeded, WITHHELD",
        "Failed, Rate Exceeded, WITHHELD",
        "Failed, Failed, FAILED",
        "Failed, InvalidPlatform, FAILED",
        "Failed, AccessDenied, FAILED",
        "Cancelled, Cancelled, WITHHELD"
    })
    void every_status_of_systems_manager_has_its_meaning(String status, String details, Invocation.Outcome outcome) {
        ssm.answer("c", id(0), status, details, "");
        assertThat(runCommand.answers("c").get(id(0)).ending().outcome()).isEqualTo(outcome);
        assertThat(runCommand.answer("c", id(0)).orElseThrow().ending().outcome())
                .isEqualTo(outcome);
    }

    @Test
    void an_answer_is_its_hosts_by_systems_managers_word() {
        ssm.answer("c", id(0), "Success", "Success", "I am " + id(1));
        ssm.answer("c", id(1), "Success", "Success", "so am I");
        assertThat(runCommand.answers("c").get(id(0)).output().standardOutput()).isEqualTo("I am " + id(1));
        assertThat(runCommand.answers("c")).hasSize(2);
        assertThat(runCommand.answers("other")).isEmpty();
        assertThat(runCommand.answer("c", id(2))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "document process failed unexpectedly: exit status 1",
                "----------ERROR-------\nsh: 1: /var/lib/amazon/ssm/mi-0/x/_script.sh: Text file busy\nfailed to run commands: "
                        + "exit status 126",
                "half a CSR\n----------ERROR-------\nDocument process failed unexpectedly, check log"
            })
    void a_script_that_was_broken_off_or_could_not_begin_yet_is_not_a_failure_of_the_host(String output) {
        ssm.answer("c", id(0), "Failed", "Failed", output);
        assertThat(runCommand.answers("c").get(id(0)).ending().outcome()).isEqualTo(Invocation.Outcome.INTERRUPTED);
    }
}
