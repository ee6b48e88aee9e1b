package io.certfleet.standin.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.AwsError;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Calls;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.sts.IssuedSessions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gate with a role {@code checker} of a few grants, and the calls of tests. */
final class AuthorizationBench {
    static final String QUEUE = Documents.QUEUE;
    static final String TAGGED = "mi-00000000000000001";
    static final String UNTAGGED = "mi-00000000000000002";

    final IssuedSessions issued = new IssuedSessions();
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Account account = Account.standard();
    private final Authorization authorization;

    /** A gate whose record goes into the folder. */
    AuthorizationBench(Path folder) {
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
                          - {Sid: List, Effect: Allow, Action: ssm:ListCommandInvocations, Resource: "*"}
                          - {Sid: ListAgain, Effect: Allow, Action: ssm:ListCommandInvocations, Resource: "*"}
                        NotUsedLocally: {"sns:Publish": "nobody is notified", "ssm:ListCommandInvocations": "granted twice"}
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
                new Sessions(issued, () -> now),
                new ServedCalls(folder.resolve("calls.jsonl")));
    }

    Authorization authorization() {
        return authorization;
    }

    static Call call(String caller, String service, String operation, String path, String body) {
        Map<String, List<String>> headers = Map.of("x-amz-target", List.of("X." + operation));
        return Calls.rest(caller, service, operation, "POST", path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Call sqs(String caller, String operation) {
        return call(caller, "sqs", operation, "/", "{\"QueueUrl\":\"http://127.0.0.1/111122223333/certfleet-check\"}");
    }

    static Call command(String document, String... ids) {
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

    AwsError denial(Call call) {
        AwsError error = catchThrowableOfType(AwsError.class, () -> authorization.pass(call));
        assertThat(error).as("the call passed").isNotNull();
        return error;
    }

    void passes(Call call) {
        assertThatCode(() -> authorization.pass(call)).doesNotThrowAnyException();
    }
}
