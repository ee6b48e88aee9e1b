package io.certfleet.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final String MARK = "\n----------ERROR-------\n";

    private static Invocation answer(Invocation.Outcome outcome, String details, String output) {
        return new Invocation(
                "c",
                "mi-0123456789abcdef0",
                Instant.EPOCH,
                new Invocation.Ending(outcome, details, 1),
                Output.joined(output));
    }

    private static Invocation failed(String output) {
        return answer(Invocation.Outcome.FAILED, "Failed", output);
    }

    private static Invocation succeeded(String output) {
        return answer(Invocation.Outcome.SUCCEEDED, "Success", output);
    }

    @Test
    void both_streams_are_told_apart_by_the_first_mark() {
        assertThat(Output.joined("out\n" + MARK + "error" + MARK + "more"))
                .isEqualTo(new Output("out\n", "error" + MARK + "more"));
        assertThat(Output.joined("out")).isEqualTo(new Output("out", ""));
        assertThat(Output.joined(MARK + "error")).isEqualTo(new Output("", "error"));
        assertThat(Output.joined(MARK.strip() + "\nerror")).isEqualTo(new Output("", "error"));
        assertThat(Output.joined("")).isEqualTo(new Output("", ""));
    }

    @Test
    void a_success_is_cut_only_if_its_standard_output_is_and_a_failure_if_anything_is() {
        String cutOut = "out\n---Output truncated---" + MARK + "error";
        String cutError = "out" + MARK + "error\n---Error truncated----";
        assertThat(succeeded(cutOut).isCut()).isTrue();
        assertThat(succeeded(cutError).isCut()).isFalse();
        assertThat(failed(cutOut).isCut()).isTrue();
        assertThat(failed(cutError).isCut()).isTrue();
        assertThat(succeeded("out" + MARK + "error").isCut()).isFalse();
        assertThat(failed("out" + MARK + "error").isCut()).isFalse();
        assertThat(succeeded("x".repeat(2_500)).isCut()).isTrue();
        assertThat(succeeded("x".repeat(2_499)).isCut()).isFalse();
    }

    @Test
    void the_reason_of_a_failure_is_the_scripts_own_word_and_a_little_of_what_else_was_there() {
        assertThat(failed("out" + MARK + "noise\ncertfleet: no openssl\nafter\nfailed to run commands: exit status 1\n")
                        .reason())
                .isEqualTo("Failed: certfleet: no openssl (beside it: noise | after)");
        assertThat(failed("out" + MARK + "certfleet: no openssl\n").reason())
                .isEqualTo("Failed: certfleet: no openssl");
        assertThat(failed("").reason()).isEqualTo("Failed: no output");
        assertThat(failed("only out\n\n").reason()).isEqualTo("Failed: only out");
        assertThat(failed("out" + MARK + "certfleet: x\n" + "noise\n".repeat(2000) + "y".repeat(9000))
                        .reason())
                .startsWith("Failed: certfleet: x (beside it: noise | yyy")
                .hasSizeLessThan(800);
    }

    /** The scripts cannot say it: they do not run. */
    @Test
    void where_the_agents_folder_is_mounted_noexec_the_reason_says_so() {
        String script = "/var/lib/amazon/ssm/mi-0/_script.sh: ";
        assertThat(withheld("sh: 1: " + script + "Permission denied"))
                .isEqualTo(
                        "Failed: the agent cannot run its script: mount the file system of /var/lib/amazon/ssm without"
                                + " noexec: sh: 1: " + script + "Permission denied");
        assertThat(withheld("sh: line 1: " + script + "Permission denied")).contains("noexec");
        assertThat(withheld(script + "27: id: Permission denied")).doesNotContain("noexec");
        assertThat(withheld(script + "line 27: /usr/bin/id: Permission denied")).doesNotContain("noexec");
        assertThat(withheld("sh: 1: " + script + "Text file busy")).doesNotContain("noexec");
        assertThat(failed(MARK + "sh: 1: " + script + "Permission denied").reason())
                .startsWith("Failed: sh: 1: ");
    }

    private static String withheld(String error) {
        return new Invocation(
                        "c",
                        "mi-0123456789abcdef0",
                        Instant.EPOCH,
                        new Invocation.Ending(Invocation.Outcome.FAILED, "Failed", 126),
                        Output.joined(MARK + error + "\nfailed to run commands: exit status 126"))
                .reason();
    }

    @Test
    void a_success_that_is_not_an_answer_says_what_was_there_instead() {
        assertThat(succeeded("hello").withoutAnswer("generate-csr"))
                .isEqualTo("the host's answer is not that of generate-csr for this rotation: hello");
        assertThat(succeeded("Step execution skipped due to unsatisfied preconditions: ...")
                        .withoutAnswer("generate-csr"))
                .isEqualTo("generate-csr was skipped: it runs on Linux hosts only");
    }
}
