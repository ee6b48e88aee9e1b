package io.certfleet.standin.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeedsTest {
    private static final String NODE = "mi-00000000000000001";
    private static final String SQS = "arn:aws:sqs:us-east-1:111122223333:";
    private static final String SSM = "arn:aws:ssm:us-east-1:111122223333:";

    private final Needs needs = new Needs(
            Account.standard(),
            id -> id.equals(NODE) ? Optional.of(Map.of("certfleet", "certfleet", "os", "debian")) : Optional.empty(),
            "crl/there.crl"::equals);

    private static Call call(String service, String operation, String path, Map<String, String> query, String body) {
        Map<String, List<String>> headers =
                query.isEmpty() ? Map.of("x-amz-target", List.of("Service." + operation)) : Map.of();
        return new Call(
                "checker",
                service,
                operation,
                new Call.Http("POST", path, query, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Need> json(String service, String operation, String body) {
        return needs.of(call(service, operation, "/", Map.of(), body)).orElseThrow();
    }

    private List<Need> rest(String service, String operation, String path) {
        return needs.of(call(service, operation, path, Map.of(), "")).orElseThrow();
    }

    @Test
    void a_queues_url_is_its_arn_and_batches_need_the_single_action() {
        String url = "{\"QueueUrl\":\"http://127.0.0.1:1/111122223333/certfleet-check\"}";
        for (Map.Entry<String, String> action : Map.of(
                        "SendMessage", "sqs:SendMessage",
                        "SendMessageBatch", "sqs:SendMessage",
                        "ReceiveMessage", "sqs:ReceiveMessage",
                        "DeleteMessageBatch", "sqs:DeleteMessage",
                        "ChangeMessageVisibilityBatch", "sqs:ChangeMessageVisibility",
                        "GetQueueAttributes", "sqs:GetQueueAttributes")
                .entrySet()) {
            assertThat(json("sqs", action.getKey(), url))
                    .containsExactly(new Need(action.getValue(), SQS + "certfleet-check"));
        }
        assertThat(json("sqs", "GetQueueUrl", "{\"QueueName\":\"certfleet-crl\"}"))
                .containsExactly(new Need("sqs:GetQueueUrl", SQS + "certfleet-crl"));
    }

    @Test
    void the_query_protocol_of_sqs_needs_the_same() {
        Map<String, String> form =
                Map.of("Action", "SendMessage", "QueueUrl", "http://127.0.0.1:1/111122223333/certfleet-check");
        assertThat(needs.of(call("sqs", "SendMessage", "/", form, "Action=SendMessage"))
                        .orElseThrow())
                .containsExactly(new Need("sqs:SendMessage", SQS + "certfleet-check"));
    }

    @Test
    void a_redrive_reads_the_dead_letters_and_sends_by_sqs_to_their_queue() {
        String dlq = SQS + "certfleet-check-dlq";
        assertThat(json("sqs", "StartMessageMoveTask", "{\"SourceArn\":\"" + dlq + "\"}"))
                .containsExactly(
                        new Need("sqs:StartMessageMoveTask", dlq),
                        new Need("sqs:ReceiveMessage", dlq),
                        new Need("sqs:DeleteMessage", dlq),
                        new Need("sqs:GetQueueAttributes", dlq),
                        new Need(
                                "sqs:SendMessage",
                                SQS + "certfleet-check",
                                Map.of("aws:CalledViaLast", List.of("sqs.amazonaws.com"))));
        assertThat(json(
                        "sqs",
                        "StartMessageMoveTask",
                        "{\"SourceArn\":\"" + dlq + "\",\"DestinationArn\":\"" + SQS + "certfleet-crl\"}"))
                .last()
                .extracting(Need::resource)
                .isEqualTo(SQS + "certfleet-crl");
    }

    @Test
    void tables_are_named_by_their_arns() {
        String table = "arn:aws:dynamodb:us-east-1:111122223333:table/certfleet-inventory";
        assertThat(json("dynamodb", "UpdateItem", "{\"TableName\":\"certfleet-inventory\"}"))
                .containsExactly(new Need("dynamodb:UpdateItem", table));
        Map<String, List<String>> key = Map.of("dynamodb:LeadingKeys", List.of("certfleet#pace"));
        String item = "{\"hostID\":{\"S\":\"certfleet#pace\"}}";
        for (String operation : List.of("GetItem", "UpdateItem", "DeleteItem")) {
            assertThat(json("dynamodb", operation, "{\"TableName\":\"certfleet-inventory\",\"Key\":" + item + "}"))
                    .containsExactly(new Need("dynamodb:" + operation, table, key));
        }
        assertThat(json("dynamodb", "PutItem", "{\"TableName\":\"certfleet-inventory\",\"Item\":" + item + "}"))
                .containsExactly(new Need("dynamodb:PutItem", table, key));
        assertThat(json("dynamodb", "Scan", "{\"TableName\":\"" + table + "\"}"))
                .containsExactly(new Need("dynamodb:Scan", table));
        assertThat(json("dynamodb", "BatchGetItem", "{\"RequestItems\":{\"certfleet-inventory\":{}}}"))
                .containsExactly(new Need("dynamodb:BatchGetItem", table));
    }

    @Test
    void a_command_needs_its_document_and_every_node_with_its_tags() {
        assertThat(json(
                        "ssm",
                        "SendCommand",
                        "{\"DocumentName\":\"certfleet-generate-csr\",\"InstanceIds\":[\"" + NODE
                                + "\",\"mi-00000000000000002\"]}"))
                .containsExactly(
                        new Need("ssm:SendCommand", SSM + "document/certfleet-generate-csr"),
                        new Need(
                                "ssm:SendCommand",
                                SSM + "managed-instance/" + NODE,
                                Map.of(
                                        "ssm:resourceTag/certfleet", List.of("certfleet"),
                                        "ssm:resourceTag/os", List.of("debian"))));
        assertThat(json("ssm", "SendCommand", "{\"DocumentName\":\"AWS-RunShellScript\"}"))
                .containsExactly(new Need("ssm:SendCommand", "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"));
        assertThat(json("ssm", "ListCommandInvocations", "{}"))
                .containsExactly(new Need("ssm:ListCommandInvocations", "*"));
    }

    @Test
    void a_certificate_needs_its_ca_and_its_template() {
        String ca = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1";
        String request = "{\"CertificateAuthorityArn\":\"" + ca + "\"";
        assertThat(json("acm-pca", "IssueCertificate", request + ",\"TemplateArn\":\"t\"}"))
                .containsExactly(new Need("acm-pca:IssueCertificate", ca, Map.of("acm-pca:TemplateArn", List.of("t"))));
        assertThat(json("acm-pca", "IssueCertificate", request + "}"))
                .containsExactly(new Need("acm-pca:IssueCertificate", ca));
        assertThat(json("acm-pca", "GetCertificate", request + ",\"CertificateArn\":\"x\"}"))
                .containsExactly(new Need("acm-pca:GetCertificate", ca));
    }

    @Test
    void an_object_that_is_missing_needs_the_list_of_the_bucket_too() {
        Need get = new Need("s3:GetObject", "arn:aws:s3:::crls/crl/there.crl");
        assertThat(rest("s3", "GetObject", "/crls/crl/there.crl")).containsExactly(get);
        assertThat(rest("s3", "GetObject", "/crls/crl/gone.crl"))
                .containsExactly(
                        new Need("s3:GetObject", "arn:aws:s3:::crls/crl/gone.crl"),
                        new Need("s3:ListBucket", "arn:aws:s3:::crls"));
        assertThat(rest("s3", "GetObject", "/crls/a+b%20c/there.crl").getFirst().resource())
                .isEqualTo("arn:aws:s3:::crls/a+b c/there.crl");
    }

    @Test
    void a_crl_is_named_by_its_arn_and_a_new_one_by_nothing() {
        String arn = "arn:aws:rolesanywhere:us-east-1:111122223333:crl/7";
        assertThat(rest("rolesanywhere", "UpdateCrl", "/crl/7"))
                .containsExactly(new Need("rolesanywhere:UpdateCrl", arn));
        assertThat(rest("rolesanywhere", "EnableCrl", "/crl/7/enable"))
                .containsExactly(new Need("rolesanywhere:EnableCrl", arn));
        assertThat(rest("rolesanywhere", "ImportCrl", "/crls"))
                .containsExactly(new Need("rolesanywhere:ImportCrl", "*"));
        assertThat(rest("rolesanywhere", "GetTrustAnchor", "/trustanchor/7"))
                .containsExactly(new Need(
                        "rolesanywhere:GetTrustAnchor", "arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/7"));
    }

    @Test
    void a_message_for_people_needs_its_topic() {
        Map<String, String> form = Map.of("Action", "Publish", "TopicArn", "arn:aws:sns:us-east-1:111122223333:t");
        assertThat(needs.of(call("sns", "Publish", "/", form, "")).orElseThrow())
                .containsExactly(new Need("sns:Publish", "arn:aws:sns:us-east-1:111122223333:t"));
    }

    @Test
    void who_one_is_may_be_asked_by_everybody() {
        assertThat(rest("sts", "GetCallerIdentity", "/")).isEmpty();
    }

    @Test
    void what_an_unknown_operation_needs_is_not_known() {
        for (String service :
                List.of("sqs", "dynamodb", "ssm", "s3", "acm-pca", "rolesanywhere", "sns", "sts", "ec2")) {
            assertThat(needs.of(call(service, "Dance", "/", Map.of(), "{}")))
                    .as(service)
                    .isEmpty();
        }
    }
}
