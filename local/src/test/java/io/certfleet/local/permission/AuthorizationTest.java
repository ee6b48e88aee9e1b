package io.certfleet.local.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.certfleet.local.Account;
import io.certfleet.local.door.AwsError;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizationTest {
    private static final String QUEUE = Documents.QUEUE;
    private static final String TAGGED = "mi-00000000000000001";
    private static final String UNTAGGED = "mi-00000000000000002";

    @TempDir
    Path folder;

    private final Account account = Account.standard();
    private Authorization authorization;

    @BeforeEach
    void begin() {
        Role checker = Role.of("checker", account.roleArn("checker"), Documents.yaml("""
                        Statement:
                          - {Sid: Some, Effect: Allow, Action: [sqs:SendMessage, s3:GetObject, sns:Publish], Resource: "*"}
                          - Sid: Document
                            Effect: Allow
                            Action: ssm:SendCommand
                            Resource: "arn:aws:ssm:*:*:document/certfleet-generate-csr"
                          - Sid: Nodes
                            Effect: Allow
                            Action: ssm:SendCommand
                            Resource: "arn:aws:ssm:*:*:managed-instance/*"
                            Condition: {StringEquals: {"ssm:resourceTag/certfleet": certfleet}}
                          - {Sid: List, Effect: Allow, Action: ssm:ListCommands, Resource: "*"}
                          - {Sid: ListAgain, Effect: Allow, Action: ssm:ListCommands, Resource: "*"}
                        NotUsedLocally: {"sns:Publish": "nobody is told", "ssm:ListCommands": "granted twice"}
                        """));
        Policy queue = Documents.ofQueue(
                "{Effect: Allow, Principal: {Service: events.amazonaws.com}, Action: 'sqs:SendMessage', Resource: '"
                        + QUEUE
                        + "', Condition: {ArnEquals: {'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/certfleet-csr'}}}",
                "{Effect: Deny, Principal: '*', Action: 'sqs:SendMessage', Resource: '" + QUEUE
                        + "', Condition: {ArnNotEquals: {'aws:PrincipalArn': '" + account.roleArn("checker")
                        + "'}, Bool: {'aws:PrincipalIsAWSService': 'false'}}}");
        Permissions permissions = new Permissions(
                account,
                Map.of(
                        "checker",
                        checker,
                        "administrator",
                        Role.administrator("administrator", account.roleArn("administrator"))),
                Map.of(QUEUE, queue));
        authorization = new Authorization(
                account,
                permissions,
                new Needs(
                        account,
                        id -> id.equals(TAGGED)
                                ? Optional.of(Map.of("certfleet", "certfleet"))
                                : Optional.of(Map.of("certfleet", "another")).filter(any -> id.equals(UNTAGGED)),
                        key -> false),
                new ServedCalls(folder.resolve("calls.jsonl")));
    }

    @AfterEach
    void end() {
        authorization.close();
    }

    private static Call call(String caller, String service, String operation, String path, String body) {
        return new Call(
                caller,
                service,
                operation,
                "POST",
                path,
                Map.of(),
                Map.of("x-amz-target", List.of("X." + operation)),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static Call sqs(String caller, String operation) {
        return call(caller, "sqs", operation, "/", "{\"QueueUrl\":\"http://127.0.0.1/111122223333/certfleet-check\"}");
    }

    private static Call command(String document, String... ids) {
        return call(
                "checker",
                "ssm",
                "SendCommand",
                "/",
                "{\"DocumentName\":\"" + document + "\",\"InstanceIds\":"
                        + new String(Json.write(array(ids)), StandardCharsets.UTF_8) + "}");
    }

    private static JsonNode array(String... texts) {
        ArrayNode array = Json.object().putArray("texts");
        List.of(texts).forEach(array::add);
        return array;
    }

    private AwsError denial(Call call) {
        AwsError error = catchThrowableOfType(AwsError.class, () -> authorization.pass(call));
        assertThat(error).as("the call passed").isNotNull();
        return error;
    }

    private void passes(Call call) {
        assertThatCode(() -> authorization.pass(call)).doesNotThrowAnyException();
    }

    @Test
    void what_is_allowed_passes() {
        passes(sqs("checker", "SendMessage"));
        passes(sqs("checker", "SendMessageBatch"));
        passes(command("certfleet-generate-csr", TAGGED));
    }

    @Test
    void a_denial_of_sqs_spells_its_action_as_sqs_does() {
        AwsError denial = denial(sqs("checker", "ReceiveMessage"));
        assertThat(denial.status()).isEqualTo(403);
        assertThat(denial.code()).isEqualTo("AccessDeniedException");
        assertThat(denial)
                .hasMessage("User: arn:aws:sts::111122223333:assumed-role/certfleet-checker/local is not authorized to"
                        + " perform: sqs:receivemessage on resource: " + QUEUE
                        + " because no identity-based policy allows the sqs:receivemessage action");
    }

    @Test
    void a_denial_of_systems_manager_names_the_resource_that_is_not_allowed() {
        AwsError denial = denial(command("certfleet-install-certificate", TAGGED));
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
        assertThat(denial(command("certfleet-generate-csr", TAGGED, UNTAGGED)))
                .hasMessageContaining("managed-instance/" + UNTAGGED);
    }

    @Test
    void a_node_that_is_not_registered_is_left_to_systems_manager() {
        passes(command("certfleet-generate-csr", "mi-00000000000000003"));
    }

    @Test
    void a_denial_of_s3_is_access_denied_and_quotes_the_resource() {
        // The object is allowed, but it is missing, and whether it is may be known to those only who may list.
        AwsError denial = denial(call("checker", "s3", "GetObject", "/crls/gone.crl", ""));
        assertThat(denial.status()).isEqualTo(403);
        assertThat(denial.code()).isEqualTo("AccessDenied");
        assertThat(denial)
                .hasMessageContaining("s3:ListBucket on resource: \"arn:aws:s3:::crls\" because no identity-based");
    }

    @Test
    void a_denial_of_sns_is_an_authorization_error() {
        AwsError denial = denial(call("checker", "rolesanywhere", "ListCrls", "/crls", ""));
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
        passes(sqs("administrator", "ReceiveMessage"));
        passes(call("administrator", "acm-pca", "CreateCertificateAuthority", "/", "{}"));
        assertThat(denial(sqs("administrator", "SendMessage")))
                .hasMessageEndingWith("with an explicit deny in a resource-based policy");
    }

    @Test
    void an_unknown_key_is_nobody() {
        assertThat(denial(sqs("AKIASTRANGER", "SendMessage")).code()).isEqualTo("UnrecognizedClientException");
        assertThat(denial(call("AKIASTRANGER", "s3", "GetObject", "/crls/x", ""))
                        .code())
                .isEqualTo("InvalidAccessKeyId");
    }

    @Test
    void a_host_may_ask_for_a_session_and_nothing_else() {
        passes(call("host", "rolesanywhere", "CreateSession", "/sessions", "{}"));
        denial(call("host", "rolesanywhere", "ListCrls", "/crls", ""));
    }

    @Test
    void an_operation_of_which_the_needs_are_not_known_is_denied() {
        assertThat(denial(call("checker", "ssm", "PutParameter", "/", "{}"))).hasMessageContaining("ssm:PutParameter");
    }

    @Test
    void a_rule_sends_where_it_may() {
        String rule = "arn:aws:events:us-east-1:111122223333:rule/certfleet-";
        assertThatCode(() -> authorization.passEvent(rule + "csr", QUEUE)).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(AwsError.class, () -> authorization.passEvent(rule + "crl", QUEUE)))
                .hasMessageContaining("because no resource-based policy allows the sqs:sendmessage action");
    }

    @Test
    void the_calls_that_passed_are_recorded_once_with_all_that_they_needed() throws Exception {
        passes(sqs("checker", "SendMessage"));
        passes(sqs("checker", "SendMessage"));
        passes(command("certfleet-generate-csr", TAGGED));
        denial(sqs("checker", "ReceiveMessage"));
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
                                                account.arn("ssm", "document/certfleet-generate-csr")),
                                        new Need(
                                                "ssm:SendCommand",
                                                account.arn("ssm", "managed-instance/" + TAGGED),
                                                Map.of("ssm:resourceTag/certfleet", List.of("certfleet"))))));
    }

    @Test
    void what_is_allowed_and_not_used_is_found_unless_it_is_marked() {
        passes(sqs("checker", "SendMessage"));
        passes(command("certfleet-generate-csr", TAGGED));
        denial(call("checker", "s3", "GetObject", "/crls/gone.crl", ""));
        assertThat(authorization.findings())
                .containsExactly("checker is allowed Some/s3:GetObject, which nothing used: remove it from"
                        + " infra/terraform/policies/checker.yaml, or say under NotUsedLocally why");
    }

    @Test
    void a_statement_is_used_only_if_it_was_this_one_that_allowed() {
        passes(command("certfleet-generate-csr"));
        assertThat(authorization.findings())
                .anyMatch(finding -> finding.startsWith("checker is allowed Nodes/ssm:SendCommand"))
                .noneMatch(finding -> finding.contains("Document/ssm:SendCommand"));
    }

    @Test
    void what_two_statements_allow_uses_neither() {
        passes(call("checker", "ssm", "ListCommands", "/", "{}"));
        assertThat(authorization.findings()).noneMatch(finding -> finding.contains("ListCommands"));
    }

    @Test
    void what_is_marked_as_not_used_and_was_used_is_found() {
        Call publish = new Call(
                "checker", "sns", "Publish", "POST", "/", Map.of("TopicArn", "arn:aws:sns:::t"), Map.of(), new byte[0]);
        passes(publish);
        assertThat(authorization.findings())
                .contains(
                        "checker used Some/sns:Publish, which infra/terraform/policies/checker.yaml marks as not used:"
                                + " remove the mark");
    }
}
