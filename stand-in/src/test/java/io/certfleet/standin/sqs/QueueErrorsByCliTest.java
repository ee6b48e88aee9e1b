package io.certfleet.standin.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.certfleet.standin.AwsCli;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.Gateway;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQS's errors as clients of both protocols read them. */
class QueueErrorsByCliTest {
    @TempDir
    static Path folder;

    private static Gateway gateway;
    private static Queues queues;
    private static AwsCli aws;

    @BeforeAll
    static void start() {
        gateway = new Gateway(0, List.of(), Clock.systemUTC(), new CallLog(folder.resolve("calls.jsonl")));
        queues = new Queues(
                Account.standard(),
                gateway.address(),
                List.of(new QueueSettings("work", 60, 3600, 20, 10, 0, 86_400)),
                Clock.systemUTC(),
                0);
        gateway.serve(queues);
        gateway.open();
        aws = new AwsCli(
                Map.of(
                        "AWS_ENDPOINT_URL",
                        gateway.address().toString(),
                        "AWS_DEFAULT_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "AKIACERTFLEETOPERATOR",
                        "AWS_SECRET_ACCESS_KEY",
                        "local"),
                folder);
    }

    @AfterAll
    static void stop() {
        queues.close();
        gateway.close();
    }

    private static String errors(String operation, String... more) {
        String[] all = new String[4 + more.length];
        all[0] = "sqs";
        all[1] = operation;
        all[2] = "--queue-url";
        all[3] = queues.url("work");
        System.arraycopy(more, 0, all, 4, more.length);
        return aws.run(all).errors();
    }

    @Test
    void the_cli_reads_the_codes_that_it_knows_from_the_query_protocol() {
        String[] twice = {"--entries", "[{\"Id\":\"a\",\"MessageBody\":\"x\"},{\"Id\":\"a\",\"MessageBody\":\"y\"}]"};
        assertThat(errors("send-message-batch", twice))
                .contains("(AWS.SimpleQueueService.BatchEntryIdsNotDistinct)")
                .contains("Id a repeated.");
        assertThat(errors("delete-message-batch", "--entries", "[]"))
                .contains("(AWS.SimpleQueueService.EmptyBatchRequest)");
        assertThat(errors("receive-message", "--visibility-timeout", "43201")).contains("(InvalidParameterValue)");
        assertThat(errors("change-message-visibility", "--receipt-handle", "x", "--visibility-timeout", "1"))
                .contains("(ReceiptHandleIsInvalid)");
    }

    @Test
    void an_older_client_reads_them_from_xml() throws Exception {
        assertThat(query(
                        "SendMessageBatch",
                        "SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x"
                                + "&SendMessageBatchRequestEntry.2.Id=a&SendMessageBatchRequestEntry.2.MessageBody=y"))
                .contains("<Type>Sender</Type><Code>AWS.SimpleQueueService.BatchEntryIdsNotDistinct</Code>");
        assertThat(query("SendMessageBatch", "")).contains("<Code>AWS.SimpleQueueService.EmptyBatchRequest</Code>");
        assertThat(query("DeleteMessage", "ReceiptHandle=x"))
                .contains("<Type>Sender</Type><Code>ReceiptHandleIsInvalid</Code>");
    }

    private static String query(String action, String more) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.address() + "/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIACERTFLEETOPERATOR/20260101/us-east-1/sqs/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "Action=" + action + "&Version=2012-11-05&QueueUrl=" + queues.url("work") + "&" + more))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
