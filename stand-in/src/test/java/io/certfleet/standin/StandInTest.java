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
        assertThat(aws.json("sqs", "get-queue-url", "--queue-name", "certfleet-check")
                        .path("QueueUrl")
                        .asText())
                .isEqualTo(url);
        aws.json("sqs", "send-message", "--queue-url", url, "--message-body", "{\"type\":\"sweep\"}");
        JsonNode received = aws.json("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5");
        assertThat(received.path("Messages").path(0).path("Body").asText()).isEqualTo("{\"type\":\"sweep\"}");
    }

    @Test
    void a_queue_has_its_settings_and_its_own_dead_letter_queue() {
        JsonNode attributes = aws.json(
                        "sqs",
                        "get-queue-attributes",
                        "--attribute-names",
                        "All",
                        "--queue-url",
                        environment("CSR_QUEUE_URL"))
                .path("Attributes");
        assertThat(attributes.path("VisibilityTimeout").asText()).isEqualTo("180");
        assertThat(attributes.path("QueueArn").asText()).isEqualTo("arn:aws:sqs:us-east-1:111122223333:certfleet-csr");
        assertThat(attributes.path("RedrivePolicy").asText())
                .contains("arn:aws:sqs:us-east-1:111122223333:certfleet-csr-dlq")
                .contains("20");
    }

    @Test
    void a_redrive_names_its_destination() {
        String dlq = "arn:aws:sqs:us-east-1:111122223333:certfleet-installed-dlq";
        String url = environment("INSTALLED_QUEUE_URL");
        standIn.queues().send("installed-dlq", "undelivered");
        assertThat(aws.run("sqs", "start-message-move-task", "--source-arn", dlq)
                        .errors())
                .contains("(CouldNotDetermineMessageSource)");
        aws.json(
                "sqs",
                "start-message-move-task",
                "--source-arn",
                dlq,
                "--destination-arn",
                dlq.substring(0, dlq.length() - "-dlq".length()));
        JsonNode received = aws.json("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5");
        assertThat(received.path("Messages").path(0).path("Body").asText()).isEqualTo("undelivered");
    }

    @Test
    void an_error_of_sqs_reaches_the_cli_with_its_code() {
        AwsCli.Result result = aws.run("sqs", "get-queue-url", "--queue-name", "nowhere");
        assertThat(result.exit()).isNotZero();
        assertThat(result.errors()).contains("(AWS.SimpleQueueService.NonExistentQueue)");
    }

    @Test
    void a_row_put_into_the_inventory_is_scanned() {
        aws.run(
                "dynamodb",
                "put-item",
                "--table-name",
                environment("TABLE_NAME"),
                "--item",
                "{\"hostID\":{\"S\":\"mi-0123456789abcdef0\"}}");
        JsonNode rows = aws.json("dynamodb", "scan", "--table-name", environment("TABLE_NAME"));
        assertThat(rows.path("Items").findValuesAsText("S")).containsExactly("mi-0123456789abcdef0");
        assertThat(aws.json("dynamodb", "describe-table", "--table-name", environment("TABLE_NAME"))
                        .path("Table")
                        .path("TableArn")
                        .asText())
                .isEqualTo("arn:aws:dynamodb:us-east-1:111122223333:table/certfleet-inventory");
    }

    @Test
    void a_published_notification_is_a_file() throws IOException {
        String id = aws.json(
                        "sns",
                        "publish",
                        "--topic-arn",
                        environment("TOPIC_ARN"),
                        "--subject",
                        "install failed",
                        "--message",
                        "line 1\nline <2> & ü",
                        "--message-attributes",
                        "{\"hostId\":{\"DataType\":\"String\",\"StringValue\":\"mi-1\"}}")
                .path("MessageId")
                .asText();
        try (Stream<Path> files = Files.list(standIn.topics().folder())) {
            JsonNode kept = Json.read(Files.readAllBytes(files.findFirst().orElseThrow()));
            assertThat(kept.path("messageId").asText()).isEqualTo(id);
            assertThat(kept.path("subject").asText()).isEqualTo("install failed");
            assertThat(kept.path("message").asText()).isEqualTo("line 1\nline <2> & ü");
            assertThat(kept.path("attributes").path("hostId").asText()).isEqualTo("mi-1");
        }
    }

    @Test
    void an_error_of_the_query_protocol_reaches_the_cli_with_its_code() {
        AwsCli.Result result =
                aws.run("sns", "publish", "--topic-arn", environment("TOPIC_ARN") + "x", "--message", "m");
        assertThat(result.errors()).contains("(NotFound)").contains("Topic does not exist");
    }

    @Test
    void an_object_written_by_the_cli_is_read_listed_and_announced_to_the_crl_queue() throws IOException {
        Path file = Files.writeString(folder.resolve("object"), "content\r\n");
        String bucket = environment("CRL_BUCKET");
        JsonNode put = aws.json(
                "s3api", "put-object", "--bucket", bucket, "--key", "crl/a+b c.crl", "--body", file.toString());
        Path read = folder.resolve("read");
        aws.json("s3api", "get-object", "--bucket", bucket, "--key", "crl/a+b c.crl", read.toString());
        assertThat(read).hasContent("content\r\n");
        JsonNode head = aws.json("s3api", "head-object", "--bucket", bucket, "--key", "crl/a+b c.crl");
        assertThat(head.path("ContentLength").asInt()).isEqualTo(9);
        assertThat(head.path("ETag")).isEqualTo(put.path("ETag"));
        JsonNode listed = aws.json("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", "crl/a");
        assertThat(listed.path("Contents").path(0).path("Key").asText()).isEqualTo("crl/a+b c.crl");
        JsonNode event = received("CRL_QUEUE_URL");
        assertThat(event.path("detail").path("object").path("key").asText()).isEqualTo("crl/a+b c.crl");
        assertThat(aws.run("s3api", "get-object", "--bucket", bucket, "--key", "none", read.toString())
                        .errors())
                .contains("NoSuchKey");
    }

    @Test
    void callers_are_told_who_they_are() {
        JsonNode identity = aws.json("sts", "get-caller-identity");
        assertThat(identity.path("Account").asText()).isEqualTo("111122223333");
        assertThat(identity.path("Arn").asText()).contains("administrator");
    }

    @Test
    void an_event_of_ones_own_is_put_and_one_in_awss_name_refused() {
        JsonNode answer = aws.json(
                "events",
                "put-events",
                "--entries",
                "[{\"Source\":\"mine\",\"DetailType\":\"t\",\"Detail\":\"{}\"},"
                        + "{\"Source\":\"aws.ssm\",\"DetailType\":\"t\",\"Detail\":\"{}\"}]");
        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(1);
        assertThat(answer.path("Entries").path(0).has("EventId")).isTrue();
        assertThat(answer.path("Entries").path(1).path("ErrorCode").asText())
                .isEqualTo("NotAuthorizedForSourceException");
    }

    @Test
    void what_the_stand_in_does_not_serve_is_unknown() {
        assertThat(aws.run("ec2", "describe-instances").errors()).contains("does not serve ec2:DescribeInstances");
        assertThat(aws.run("sts", "get-session-token").errors()).contains("UnknownOperation");
    }

    @Test
    void a_command_to_a_host_ends_with_an_event_in_the_csr_queue() {
        String host = standIn.fleet().register().id();
        assertThat(aws.json("ssm", "describe-instance-information")
                        .path("InstanceInformationList")
                        .findValuesAsText("InstanceId"))
                .contains(host);
        // No line for this host: the document refuses to run, and says so.
        String id = aws.json(
                        "ssm",
                        "send-command",
                        "--document-name",
                        "certfleet-generate-csr",
                        "--document-hash",
                        standIn.documents().hash("certfleet-generate-csr"),
                        "--instance-ids",
                        host,
                        "--parameters",
                        "payload=bm90aGluZwo=")
                .path("Command")
                .path("CommandId")
                .asText();
        JsonNode detail = received("CSR_QUEUE_URL").path("detail");
        assertThat(detail.path("command-id").asText()).isEqualTo(id);
        assertThat(detail.path("instance-id").asText()).isEqualTo(host);
        assertThat(detail.path("status").asText()).isEqualTo("Failed");
    }

    /** The event that waits in a queue. */
    private static JsonNode received(String queue) {
        return Json.read(
                aws.json("sqs", "receive-message", "--queue-url", environment(queue), "--wait-time-seconds", "20")
                        .path("Messages")
                        .path(0)
                        .path("Body")
                        .asText()
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_ca_and_roles_anywhere_answer_through_the_gateway() {
        assertThat(aws.json(
                                "acm-pca",
                                "describe-certificate-authority",
                                "--certificate-authority-arn",
                                environment("CA_ARN"))
                        .path("CertificateAuthority")
                        .path("Status")
                        .asText())
                .isEqualTo("ACTIVE");
        assertThat(aws.json("rolesanywhere", "list-crls").path("crls").isArray())
                .isTrue();
    }

    @Test
    void calls_are_counted_by_caller_and_served_as_json() throws Exception {
        aws.json("sts", "get-caller-identity");
        try (HttpClient client = HttpClient.newHttpClient()) {
            JsonNode counts = Json.read(client.send(
                            HttpRequest.newBuilder(URI.create(standIn.gateway().address() + "/_certfleet/calls"))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body());
            assertThat(counts.path("calls").path("sts:GetCallerIdentity").asInt())
                    .isPositive();
            assertThat(counts.path("byCaller").path("administrator").path("sts:GetCallerIdentity"))
                    .isEqualTo(counts.path("calls").path("sts:GetCallerIdentity"));
        }
        assertThat(folder.resolve("calls.jsonl")).content().contains("\"operation\":\"GetCallerIdentity\"");
    }
}
