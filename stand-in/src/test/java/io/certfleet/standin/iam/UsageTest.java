package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.AuthorizationBench.QUEUE;
import static io.certfleet.standin.iam.AuthorizationBench.TAGGED;
import static io.certfleet.standin.iam.AuthorizationBench.call;
import static io.certfleet.standin.iam.AuthorizationBench.command;
import static io.certfleet.standin.iam.AuthorizationBench.sqs;
import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    @TempDir
    Path folder;

    private AuthorizationBench bench;

    @BeforeEach
    void begin() {
        bench = new AuthorizationBench(folder);
    }

    @Test
    void the_calls_that_passed_are_recorded_once_with_all_that_they_needed() throws Exception {
        bench.passes(sqs("checker", "SendMessage"));
        bench.passes(sqs("checker", "SendMessage"));
        bench.passes(command("certfleet-generate-csr", TAGGED));
        bench.denial(sqs("checker", "ReceiveMessage"));
        assertThat(Files.readAllLines(folder.resolve("calls.jsonl"))).hasSize(2);
        assertThat(ServedCalls.read(folder.resolve("calls.jsonl")))
                .containsExactly(
                        new ServedCall("checker", "sqs:SendMessage", List.of(new Need("sqs:SendMessage", QUEUE))),
                        new ServedCall(
                                "checker",
                                "ssm:SendCommand",
                                List.of(
                                        new Need(
                                                "ssm:SendCommand",
                                                Account.standard().arn("ssm", "document/certfleet-generate-csr")),
                                        new Need(
                                                "ssm:SendCommand",
                                                Account.standard().arn("ssm", "managed-instance/" + TAGGED),
                                                Map.of("ssm:resourceTag/certfleet", List.of("certfleet"))))));
    }

    @Test
    void what_is_allowed_and_not_used_is_found_unless_it_is_exempted() {
        bench.passes(sqs("checker", "SendMessage"));
        bench.passes(command("certfleet-generate-csr", TAGGED));
        bench.denial(call("checker", "s3", "GetObject", "/crls/gone.crl", ""));
        assertThat(bench.authorization().findings())
                .containsExactly("checker is allowed Some/s3:GetObject, which nothing used: remove it from"
                        + " infra/terraform/policies/checker.yaml, or say under NotUsedLocally why");
    }

    @Test
    void a_statement_is_used_only_if_it_was_this_one_that_allowed() {
        bench.passes(command("certfleet-generate-csr"));
        assertThat(bench.authorization().findings())
                .anyMatch(finding -> finding.startsWith("checker is allowed Nodes/ssm:SendCommand"))
                .noneMatch(finding -> finding.contains("Document/ssm:SendCommand"));
    }

    @Test
    void what_two_statements_allow_uses_neither() {
        bench.passes(call("checker", "ssm", "ListCommandInvocations", "/", "{}"));
        assertThat(bench.authorization().findings()).noneMatch(finding -> finding.contains("ListCommandInvocations"));
    }

    @Test
    void what_is_exempted_as_not_used_and_was_used_is_found() {
        Call publish = new Call(
                "checker",
                "sns",
                "Publish",
                new Call.Http("POST", "/", Map.of("TopicArn", "arn:aws:sns:::t"), Map.of(), new byte[0]));
        bench.passes(publish);
        assertThat(bench.authorization().findings())
                .contains(
                        "checker used Some/sns:Publish, which infra/terraform/policies/checker.yaml exempts as not used:"
                                + " remove the exemption");
    }
}
