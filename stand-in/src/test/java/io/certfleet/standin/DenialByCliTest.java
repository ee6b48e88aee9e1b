package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.fleet.SimulatedHost;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers may not do, as the aws command sees it, under the policies of {@code infra/terraform}. */
class DenialByCliTest {
    private static final String CHECKER = "AKIACERTFLEETCHECKER";
    private static final String SEND = "ssm send-command --document-name %s --parameters payload=e30= --instance-ids ";

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
        return new AwsCli(standIn.environment(), folder).with("AWS_ACCESS_KEY_ID", accessKey);
    }

    private static String refusal(String accessKey, String command, Object... values) {
        Ended ended = as(accessKey).run(command, values);
        assertThat(ended.exit()).as(ended.output()).isNotZero();
        return ended.errors();
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
        assertThat(refusal(issuer, SEND + tagged.id() + " " + untagged.id(), "certfleet-generate-csr"))
                .contains("(AccessDeniedException) when calling the SendCommand operation")
                .contains("certfleet-issuer/local is not authorized to perform: ssm:SendCommand on resource:"
                        + " arn:aws:ssm:us-east-1:111122223333:managed-instance/" + untagged.id());
        assertThat(refusal(issuer, SEND + tagged.id(), "certfleet-install-certificate"))
                .contains("document/certfleet-install-certificate");
        assertThat(refusal(issuer, SEND + tagged.id(), "AWS-RunShellScript"))
                .contains("arn:aws:ssm:us-east-1::document/AWS-RunShellScript");
        assertThat(as(issuer)
                        .json(SEND + tagged.id(), "certfleet-generate-csr")
                        .at("/Command/InstanceIds/0")
                        .asText())
                .isEqualTo(tagged.id());
    }

    @Test
    void a_denial_of_sqs_keeps_the_code_that_clients_know() {
        String send = "sqs send-message --message-body x --queue-url " + variable("ISSUE_QUEUE_URL");
        assertThat(refusal("AKIACERTFLEETOPERATOR", send))
                .contains("(AccessDenied) when calling the SendMessage operation")
                .contains(
                        "sqs:sendmessage on resource: arn:aws:sqs:us-east-1:111122223333:certfleet-issue with an explicit"
                                + " deny in a resource-based policy");
    }

    @Test
    void an_object_is_missing_for_crl_sync_and_denied_to_the_others() {
        String get = "s3api get-object --key crl/none.crl /dev/null --bucket " + variable("CRL_BUCKET");
        assertThat(refusal("AKIACERTFLEETCRLSYNC", get)).contains("(NoSuchKey)");
        assertThat(refusal(CHECKER, get)).contains("(AccessDenied)");
    }

    @Test
    void the_other_protocols_carry_denials_too() {
        assertThat(refusal(CHECKER, "sns publish --message x --topic-arn " + variable("TOPIC_ARN")))
                .contains("(AuthorizationError)");
        assertThat(refusal(CHECKER, "rolesanywhere list-crls")).contains("(AccessDeniedException)");
        assertThat(refusal(CHECKER, "dynamodb delete-item --key {} --table-name " + variable("TABLE_NAME")))
                .contains("(AccessDeniedException)");
        assertThat(refusal("AKIASTRANGER", "sts get-caller-identity")).contains("(InvalidClientTokenId)");
    }
}
