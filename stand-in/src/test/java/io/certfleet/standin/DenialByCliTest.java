package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.SimulatedHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers may not do, as the aws command sees it, under the policies of {@code infra/terraform}. */
class DenialByCliTest {
    @TempDir
    private static Path folder;

    private static StandIn standIn;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    private static AwsCli as(String accessKey) {
        Map<String, String> environment = new HashMap<>(standIn.environment());
        environment.put("AWS_ACCESS_KEY_ID", accessKey);
        return new AwsCli(environment, folder);
    }

    private static String refusal(String accessKey, String... arguments) {
        AwsCli.Result result = as(accessKey).run(arguments);
        assertThat(result.exit()).as(result.output()).isNotZero();
        return result.errors();
    }

    private static String variable(String name) {
        return standIn.environment().get(name);
    }

    @Test
    void the_issuer_runs_its_document_on_tagged_nodes_only() {
        SimulatedHost tagged = standIn.fleet().register();
        SimulatedHost untagged = standIn.fleet().register();
        untagged.tag(Map.of());
        untagged.disconnect();
        tagged.disconnect();
        String issuer = "AKIACERTFLEETISSUER";
        assertThat(refusal(issuer, send("certfleet-generate-csr", tagged.id(), untagged.id())))
                .contains("(AccessDeniedException) when calling the SendCommand operation")
                .contains("certfleet-issuer/local is not authorized to perform: ssm:SendCommand on resource:"
                        + " arn:aws:ssm:us-east-1:111122223333:managed-instance/" + untagged.id());
        assertThat(refusal(issuer, send("certfleet-install-certificate", tagged.id())))
                .contains("document/certfleet-install-certificate");
        assertThat(refusal(issuer, send("AWS-RunShellScript", tagged.id())))
                .contains("arn:aws:ssm:us-east-1::document/AWS-RunShellScript");
        assertThat(as(issuer)
                        .json(send("certfleet-generate-csr", tagged.id()))
                        .path("Command")
                        .path("InstanceIds")
                        .path(0)
                        .asText())
                .isEqualTo(tagged.id());
    }

    private static String[] send(String document, String... ids) {
        return Stream.concat(
                        Stream.of("ssm", "send-command", "--document-name", document, "--parameters", "payload=e30="),
                        Stream.concat(Stream.of("--instance-ids"), Stream.of(ids)))
                .toArray(String[]::new);
    }

    @Test
    void a_denial_of_sqs_keeps_the_code_that_clients_know() {
        String[] send = {"sqs", "send-message", "--queue-url", variable("ISSUE_QUEUE_URL"), "--message-body", "x"};
        assertThat(refusal("AKIACERTFLEETOPERATOR", send))
                .contains("(AccessDenied) when calling the SendMessage operation")
                .contains(
                        "sqs:sendmessage on resource: arn:aws:sqs:us-east-1:111122223333:certfleet-issue with an explicit"
                                + " deny in a resource-based policy");
    }

    @Test
    void an_object_is_missing_for_crl_sync_and_denied_to_the_others() {
        String[] get = {"s3api", "get-object", "--bucket", variable("CRL_BUCKET"), "--key", "crl/none.crl", "/dev/null"
        };
        assertThat(refusal("AKIACERTFLEETCRLSYNC", get)).contains("(NoSuchKey)");
        assertThat(refusal("AKIACERTFLEETCHECKER", get)).contains("(AccessDenied)");
    }

    @Test
    void the_other_protocols_carry_denials_too() {
        assertThat(refusal(
                        "AKIACERTFLEETCHECKER",
                        "sns",
                        "publish",
                        "--topic-arn",
                        variable("TOPIC_ARN"),
                        "--message",
                        "x"))
                .contains("(AuthorizationError)");
        assertThat(refusal("AKIACERTFLEETCHECKER", "rolesanywhere", "list-crls"))
                .contains("(AccessDeniedException)");
        assertThat(refusal(
                        "AKIACERTFLEETCHECKER",
                        "dynamodb",
                        "delete-item",
                        "--table-name",
                        variable("TABLE_NAME"),
                        "--key",
                        "{}"))
                .contains("(AccessDeniedException)");
        assertThat(refusal("AKIASTRANGER", "sts", "get-caller-identity")).contains("(InvalidClientTokenId)");
    }
}
