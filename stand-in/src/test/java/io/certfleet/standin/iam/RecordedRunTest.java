package io.certfleet.standin.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {
    @TempDir
    Path folder;

    @BeforeEach
    void leaveRun() throws IOException {
        policy("checker", "{Sid: Read, Effect: Allow, Action: [sqs:ReceiveMessage, sqs:DeleteMessage], Resource: '*'}");
        for (String caller : List.of("issuer", "deployer", "crl-sync", "operator")) {
            policy(caller, "{Sid: Read, Effect: Allow, Action: sqs:ReceiveMessage, Resource: '*'}");
        }
        Files.writeString(folder.resolve("queues.json"), "{}");
        record("checker", "sqs:ReceiveMessage");
    }

    private void policy(String caller, String statement) throws IOException {
        String exemptions = caller.equals("operator") ? ", NotUsedLocally: {'sqs:ReceiveMessage': nobody asks}" : "";
        Files.write(
                folder.resolve(caller + ".json"),
                Json.write(Documents.yaml("{Statement: [" + statement + "]" + exemptions + "}")));
    }

    private void record(String caller, String action) {
        new ServedCalls(folder.resolve(ServedCalls.FILE))
                .add(new ServedCall(
                        caller,
                        action,
                        List.of(new Need(action, Account.standard().arn("sqs", "q")))));
    }

    @Test
    void a_grant_is_needed_if_without_it_a_call_of_its_role_is_denied() {
        assertThat(RecordedRun.in(folder).withoutEachGrant())
                .containsExactly(
                        new RecordedRun.Tried("checker", "Read/sqs:ReceiveMessage", true),
                        new RecordedRun.Tried("checker", "Read/sqs:DeleteMessage", false),
                        new RecordedRun.Tried("issuer", "Read/sqs:ReceiveMessage", false),
                        new RecordedRun.Tried("deployer", "Read/sqs:ReceiveMessage", false),
                        new RecordedRun.Tried("crl-sync", "Read/sqs:ReceiveMessage", false));
    }

    @Test
    void the_calls_that_the_policies_deny_are_counted() {
        assertThat(RecordedRun.in(folder).denied()).isZero();
        record("issuer", "sqs:SendMessage");
        assertThat(RecordedRun.in(folder).denied()).isEqualTo(1);
    }
}
