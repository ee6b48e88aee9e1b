package io.certfleet.standin.iam;

import static io.certfleet.standin.iam.AuthorizationBench.QUEUE;
import static io.certfleet.standin.iam.AuthorizationBench.TAGGED;
import static io.certfleet.standin.iam.AuthorizationBench.UNTAGGED;
import static io.certfleet.standin.iam.AuthorizationBench.call;
import static io.certfleet.standin.iam.AuthorizationBench.command;
import static io.certfleet.standin.iam.AuthorizationBench.sqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.certfleet.standin.gateway.AwsError;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizationTest {
    @TempDir
    Path folder;

    private AuthorizationBench bench;

    @BeforeEach
    void begin() {
        bench = new AuthorizationBench(folder);
    }

    @Test
    void what_is_allowed_passes() {
        bench.passes(sqs("checker", "SendMessage"));
        bench.passes(sqs("checker", "SendMessageBatch"));
        bench.passes(command("certfleet-generate-csr", TAGGED));
    }

    @Test
    void a_denial_of_sqs_spells_its_action_as_sqs_does() {
        AwsError denial = bench.denial(sqs("checker", "ReceiveMessage"));
        assertThat(denial.status()).isEqualTo(403);
        assertThat(denial.code()).isEqualTo("AccessDeniedException");
        assertThat(denial)
                .hasMessage("User: arn:aws:sts::111122223333:assumed-role/certfleet-checker/local is not authorized to"
                        + " perform: sqs:receivemessage on resource: " + QUEUE
                        + " because no identity-based policy allows the sqs:receivemessage action");
    }

    @Test
    void a_denial_of_systems_manager_names_the_resource_that_is_not_allowed() {
        AwsError denial = bench.denial(command("certfleet-install-certificate", TAGGED));
        assertThat(denial.status()).isEqualTo(400);
        assertThat(denial.code()).isEqualTo("AccessDeniedException");
        assertThat(denial)
                .hasMessage("User: arn:aws:sts::111122223333:assumed-role/certfleet-checker/local is not authorized to"
                        + " perform: ssm:SendCommand on resource:"
                        + " arn:aws:ssm:us-east-1:111122223333:document/certfleet-install-certificate"
                        + " because no identity-based policy allows the ssm:SendCommand action");
    }

    @Test
    void one_node_with_another_tag_denies_the_whole_command() {
        assertThat(bench.denial(command("certfleet-generate-csr", TAGGED, UNTAGGED)))
                .hasMessageContaining("managed-instance/" + UNTAGGED);
    }

    @Test
    void a_node_that_is_not_registered_is_left_to_systems_manager() {
        bench.passes(command("certfleet-generate-csr", "mi-00000000000000003"));
    }

    @Test
    void a_denial_of_s3_is_access_denied_and_quotes_the_resource() {
        // The object is allowed, but it is missing, and whether it is may be known to those only who may list.
        AwsError denial = bench.denial(call("checker", "s3", "GetObject", "/crls/gone.crl", ""));
        assertThat(denial.status()).isEqualTo(403);
        assertThat(denial.code()).isEqualTo("AccessDenied");
        assertThat(denial)
                .hasMessageContaining("s3:ListBucket on resource: \"arn:aws:s3:::crls\" because no identity-based");
    }

    @Test
    void a_denial_of_sns_is_an_authorization_error() {
        AwsError denial = bench.denial(call("checker", "rolesanywhere", "ListCrls", "/crls", ""));
        assertThat(denial.status()).isEqualTo(403);
        assertThat(denial.code()).isEqualTo("AccessDeniedException");
        AwsError sns = Denial.of("sns", "s", new Need("sns:Publish", "t"), new Decision(false, "because sns:Publish"));
        assertThat(sns.status()).isEqualTo(403);
        assertThat(sns.code()).isEqualTo("AuthorizationError");
        assertThat(sns)
                .hasMessage("User: s is not authorized to perform: SNS:Publish on resource: t because SNS:Publish");
    }

    @Test
    void the_administrator_may_do_everything_but_what_a_queue_denies() {
        bench.passes(sqs("administrator", "ReceiveMessage"));
        bench.passes(call("administrator", "acm-pca", "CreateCertificateAuthority", "/", "{}"));
        assertThat(bench.denial(sqs("administrator", "SendMessage")))
                .hasMessageEndingWith("with an explicit deny in a resource-based policy");
    }

    @Test
    void an_unknown_key_is_nobody() {
        assertThat(bench.denial(sqs("AKIASTRANGER", "SendMessage")).code()).isEqualTo("InvalidClientTokenId");
        assertThat(bench.denial(call("AKIASTRANGER", "s3", "GetObject", "/crls/x", ""))
                        .code())
                .isEqualTo("InvalidAccessKeyId");
        assertThat(bench.denial(call("AKIASTRANGER", "ssm", "ListCommandInvocations", "/", "{}"))
                        .code())
                .isEqualTo("UnrecognizedClientException");
        assertThat(bench.denial(call("AKIASTRANGER", "sts", "GetCallerIdentity", "/", ""))
                        .code())
                .isEqualTo("InvalidClientTokenId");
    }

    @Test
    void a_host_may_ask_for_a_session_and_nothing_else() {
        bench.passes(call("host", "rolesanywhere", "CreateSession", "/sessions", "{}"));
        bench.denial(call("host", "rolesanywhere", "ListCrls", "/crls", ""));
    }

    @Test
    void an_operation_of_which_the_needs_are_not_known_is_denied() {
        assertThat(bench.denial(call("checker", "ssm", "PutParameter", "/", "{}")))
                .hasMessageContaining("ssm:PutParameter");
    }

    @Test
    void a_rule_sends_where_it_may() {
        String rule = "arn:aws:events:us-east-1:111122223333:rule/certfleet-";
        assertThatCode(() -> bench.authorization().passEvent(rule + "csr", QUEUE))
                .doesNotThrowAnyException();
        assertThat(catchThrowableOfType(
                        AwsError.class, () -> bench.authorization().passEvent(rule + "crl", QUEUE)))
                .hasMessageContaining("because no resource-based policy allows the sqs:sendmessage action");
    }
}
