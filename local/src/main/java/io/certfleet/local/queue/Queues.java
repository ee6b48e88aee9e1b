package io.certfleet.local.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.local.Account;
import io.certfleet.local.door.Answer;
import io.certfleet.local.door.AwsError;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.Call;
import io.certfleet.local.door.Json;
import io.certfleet.local.door.Upstream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** SQS by an embedded ElasticMQ, with the queues that Terraform makes. */
public final class Queues implements AwsService, AutoCloseable {
    private final Account account;
    private final URI door;
    private final SQSRestServer server;
    private final Upstream upstream;

    /** Starts with the given queues; the URLs that it answers are those of the front door. */
    public Queues(Account account, URI door, List<QueueSettings> queues) {
        this.account = account;
        this.door = door;
        this.server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(account.region())
                .withAWSAccountId(account.id())
                .withServerAddress(NodeAddress.apply("http", door.getHost(), door.getPort(), ""))
                .start();
        this.upstream = new Upstream(server.waitUntilStarted().localAddress().getPort());
        queues.forEach(this::create);
    }

    private void create(QueueSettings queue) {
        create(queue.name() + "-dlq", attributes(30, queue.deadLetterRetentionSeconds()));
        ObjectNode redrive = Json.object()
                .put("deadLetterTargetArn", arn(queue.name() + "-dlq"))
                .put("maxReceiveCount", queue.maxReceiveCount());
        create(
                queue.name(),
                attributes(queue.visibilitySeconds(), queue.retentionSeconds())
                        .put("RedrivePolicy", new String(Json.write(redrive), StandardCharsets.UTF_8)));
    }

    private static ObjectNode attributes(int visibilitySeconds, int retentionSeconds) {
        return Json.object()
                .put("VisibilityTimeout", Integer.toString(visibilitySeconds))
                .put("MessageRetentionPeriod", Integer.toString(retentionSeconds));
    }

    private void create(String name, ObjectNode attributes) {
        ObjectNode request = Json.object().put("QueueName", account.prefix() + name);
        request.set("Attributes", attributes);
        upstream.call("AmazonSQS.CreateQueue", request);
    }

    /** The URL of a queue, for example {@code check} or {@code check-dlq}. */
    public String url(String name) {
        return door + "/" + account.id() + "/" + account.prefix() + name;
    }

    /** The ARN of a queue. */
    public String arn(String name) {
        return account.arn("sqs", account.prefix() + name);
    }

    /** Sends a message past the front door, as EventBridge does. */
    public void send(String name, String body) {
        upstream.call(
                "AmazonSQS.SendMessage",
                Json.object().put("QueueUrl", url(name)).put("MessageBody", body));
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer answer(Call call) {
        if (call.operation().equals("StartMessageMoveTask")
                && call.parameter("DestinationArn").isEmpty()) {
            // SQS knows where a message came from only if a redrive policy moved it here, and ours are also sent: the
            // task then ends with this reason (SQS developer guide, redrive issues). Here it does not begin.
            throw new AwsError(
                    400,
                    "CouldNotDetermineMessageSource",
                    "Messages were sent to this queue: DestinationArn is needed.");
        }
        return upstream.forward(call);
    }

    @Override
    public void close() {
        upstream.close();
        var unused = server.stopAndWait();
    }
}
