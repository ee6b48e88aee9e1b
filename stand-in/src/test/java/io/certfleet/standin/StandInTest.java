package io.certfleet.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.certfleet.standin.gateway.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandInTest {
    @TempDir
    static Path folder;

    private static StandIn standIn;
    private static AwsCli aws;

    @BeforeAll
    static void start() {
        standIn = new StandIn(StandInSettings.in(folder));
        aws = new AwsCli(standIn.environment(), folder);
    }

    @AfterAll
    static void stop() {
        standIn.close();
    }

    private static String environment(String name) {
        return standIn.environment().get(name);
    }

    @Test
    void a_message_sent_to_a_queue_is_received_and_the_urls_are_the_gateways() {
        String url = environment("CHECK_QUEUE_URL");
        assertThat(url).startsWith(environment("AWS_ENDPOINT_URL") + "/111122223333/certfleet-");
        assertThat(aws.json("sqs get-queue-url --queue-name certfleet-check")
                        .path("QueueUrl")
                        .asText())
                .isEqualTo(url);
        aws.json("sqs send-message --queue-url %s --message-body {\"type\":\"sweep\"}", url);
        assertThat(received("CHECK_QUEUE_URL")).isEqualTo("{\"type\":\"sweep\"}");
    }

    @Test
    void a_queue_has_its_settings_and_its_own_dead_letter_queue() {
        JsonNode attributes = aws.json(
                        "sqs get-queue-attributes --attribute-names All --queue-url %s", environment("CSR_QUEUE_URL"))
                .path("Attributes");
        assertThat(attributes.path("VisibilityTimeout").asText()).isEqualTo("180");
        assertThat(attributes.path("QueueArn").asText()).isEqualTo("arn:aws:sqs:us-east-1:111122223333:certfleet-csr");
        assertThat(attributes.path("RedrivePolicy").asText())
                .contains("arn:aws:sqs:us-east-1:111122223333:certfleet-csr-dlq")
                .contains("20");
    }

    @Test
    void a_redrive_names_its_destination() {
        String task = "sqs start-message-move-task --source-arn " + environment("INSTALLED_DLQ_ARN");
        standIn.queues().send("installed-dlq", "undelivered");
        assertThat(aws.errors(task)).contains("(CouldNotDetermineMessageSource)");
        aws.json(task + " --destination-arn " + environment("INSTALLED_QUEUE_ARN"));
        assertThat(received("INSTALLED_QUEUE_URL")).isEqualTo("undelivered");
    }

    @Test
    void errors_of_sqs_reach_the_cli_with_the_codes_that_it_knows_from_the_query_protocol() {
        Ended unknown = aws.run("sqs get-queue-url --queue-name nowhere");
        assertThat(unknown.exit()).isNotZero();
        assertThat(unknown.errors()).contains("(AWS.SimpleQueueService.NonExistentQueue)");
        String url = " --queue-url " + environment("CHECK_QUEUE_URL");
        String twice = "[{\"Id\":\"a\",\"MessageBody\":\"x\"},{\"Id\":\"a\",\"MessageBody\":\"y\"}]";
        assertThat(aws.errors("sqs send-message-batch --entries %s" + url, twice))
                .contains("(AWS.SimpleQueueService.BatchEntryIdsNotDistinct)")
                .contains("Id a repeated.");
        assertThat(aws.errors("sqs delete-message-batch --entries []" + url))
                .contains("(AWS.SimpleQueueService.EmptyBatchRequest)");
        assertThat(aws.errors("sqs receive-message --visibility-timeout 43201" + url))
                .contains("(InvalidParameterValue)");
        assertThat(aws.errors("sqs change-message-visibility --receipt-handle x --visibility-timeout 1" + url))
                .contains("(ReceiptHandleIsInvalid)");
    }

    @Test
    void a_row_put_into_the_inventory_is_scanned() {
        String table = " --table-name " + environment("TABLE_NAME");
        aws.run("dynamodb put-item --item {\"hostID\":{\"S\":\"mi-0123456789abcdef0\"}}" + table);
        assertThat(aws.json("dynamodb scan" + table).path("Items").findValuesAsText("S"))
                .containsExactly("mi-0123456789abcdef0");
        assertThat(aws.json("dynamodb describe-table" + table)
                        .at("/Table/TableArn")
                        .asText())
                .isEqualTo("arn:aws:dynamodb:us-east-1:111122223333:table/certfleet-inventory");
    }

    @Test
    void a_published_notification_is_a_file() throws IOException {
        String id = aws.json(
                        "sns publish --topic-arn %s --subject %s --message %s --message-attributes"
                                + " {\"hostId\":{\"DataType\":\"String\",\"StringValue\":\"mi-1\"}}",
                        environment("TOPIC_ARN"), "install failed", "line 1\nline <2> & ü")
                .path("MessageId")
                .asText();
        try (Stream<Path> files = Files.list(standIn.topics().folder())) {
            JsonNode kept = Json.read(Files.readAllBytes(files.findFirst().orElseThrow()));
            assertThat(kept.path("messageId").asText()).isEqualTo(id);
            assertThat(kept.path("subject").asText()).isEqualTo("install failed");
            assertThat(kept.path("message").asText()).isEqualTo("line 1\nline <2> & ü");
            assertThat(kept.at("/attributes/hostId").asText()).isEqualTo("mi-1");
        }
    }

    @Test
    void an_error_of_the_query_protocol_reaches_the_cli_with_its_code() {
        assertThat(aws.errors("sns publish --message m --topic-arn %sx", environment("TOPIC_ARN")))
                .contains("(NotFound)")
                .contains("Topic does not exist");
    }

    @Test
    void an_object_is_announced_to_the_crl_queue_and_read_by_the_cli() {
        String key = "crl/a+b c.crl";
        standIn.bucket().put(key, "content\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(event("CRL_QUEUE_URL").at("/object/key").asText()).isEqualTo(key);
        Path read = folder.resolve("read");
        String get = "s3api get-object %s --key %s --bucket " + environment("CRL_BUCKET");
        aws.json(get, read, key);
        assertThat(read).hasContent("content\r\n");
        assertThat(aws.errors(get, read, "none")).contains("NoSuchKey");
    }

    @Test
    void callers_are_told_who_they_are() {
        JsonNode identity = aws.json("sts get-caller-identity");
        assertThat(identity.path("Account").asText()).isEqualTo("111122223333");
        assertThat(identity.path("Arn").asText()).contains("administrator");
    }

    @Test
    void what_the_stand_in_does_not_serve_is_unknown() {
        assertThat(aws.errors("ec2 describe-instances")).contains("does not serve ec2:DescribeInstances");
        assertThat(aws.errors("ssm list-documents")).contains("does not serve ssm:ListDocuments");
        assertThat(aws.errors("sts get-session-token")).contains("UnknownOperation");
    }

    @Test
    void a_command_to_a_host_ends_with_an_event_in_the_csr_queue_and_its_answer_is_read() {
        String host = standIn.fleet().register().id();
        assertThat(aws.json("ssm describe-instance-information --filters Key=PingStatus,Values=Online")
                        .path("InstanceInformationList")
                        .findValuesAsText("InstanceId"))
                .contains(host);
        String send = "ssm send-command --document-name certfleet-generate-csr --instance-ids " + host;
        assertThat(aws.errors(send + " --parameters payload=$(id)")).contains("(InvalidParameters)");
        // No line for this host: the document refuses to run, and says so.
        String id = aws.json(
                        send + " --parameters payload=bm90aGluZwo= --document-hash %s",
                        standIn.documents().hash("certfleet-generate-csr"))
                .at("/Command/CommandId")
                .asText();
        JsonNode detail = event("CSR_QUEUE_URL");
        assertThat(detail.path("command-id").asText()).isEqualTo(id);
        assertThat(detail.path("instance-id").asText()).isEqualTo(host);
        assertThat(detail.path("status").asText()).isEqualTo("Failed");
        JsonNode listed = aws.json("ssm list-command-invocations --details --command-id " + id)
                .at("/CommandInvocations/0");
        assertThat(listed.path("Status").asText()).isEqualTo("Failed");
        assertThat(listed.at("/CommandPlugins/0/Output").asText()).endsWith("exit status 1");
        JsonNode one = aws.json("ssm get-command-invocation --command-id %s --instance-id %s", id, host);
        assertThat(listed.at("/CommandPlugins/0/Output").asText())
                .isEqualTo(one.path("StandardOutputContent").asText() + "\n----------ERROR-------\n"
                        + one.path("StandardErrorContent").asText());
    }

    @Test
    void documents_are_described() {
        assertThat(aws.json("ssm describe-document --name certfleet-generate-csr")
                        .at("/Document/Parameters")
                        .findValuesAsText("Name"))
                .contains("payload");
        assertThat(aws.errors("ssm describe-document --name other")).contains("(InvalidDocument)");
    }

    /** What waits in a queue. */
    private static String received(String queue) {
        return aws.json("sqs receive-message --wait-time-seconds 20 --queue-url %s", environment(queue))
                .at("/Messages/0/Body")
                .asText();
    }

    /** The detail of the event that waits in a queue. */
    private static JsonNode event(String queue) {
        return Json.read(received(queue).getBytes(StandardCharsets.UTF_8)).path("detail");
    }

    @Test
    void calls_are_counted_by_caller_and_served_as_json() throws Exception {
        aws.json("sts get-caller-identity");
        try (HttpClient client = HttpClient.newHttpClient()) {
            JsonNode counts = Json.read(client.send(
                            HttpRequest.newBuilder(URI.create(standIn.gateway().address() + "/_certfleet/calls"))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body());
            assertThat(counts.at("/calls/sts:GetCallerIdentity").asInt()).isPositive();
            assertThat(counts.at("/byCaller/administrator/sts:GetCallerIdentity"))
                    .isEqualTo(counts.at("/calls/sts:GetCallerIdentity"));
        }
        assertThat(folder.resolve("calls.jsonl")).content().contains("\"operation\":\"GetCallerIdentity\"");
    }
}
