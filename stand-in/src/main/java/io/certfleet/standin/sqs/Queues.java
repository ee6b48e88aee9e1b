package io.certfleet.standin.sqs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Upstream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** SQS by an embedded ElasticMQ, with the queues that Terraform makes. */
public final class Queues implements AwsService, AutoCloseable {
    private final Account account;
    private final URI gateway;
    private final SQSRestServer server;
    private final Upstream upstream;
    private final QueueTimes times = new QueueTimes();
    private final QueueCalls calls;

    /**
     * Starts with the given queues; the URLs that it answers are those of the gateway.
     *
     * @param partialOneIn of one in so many batches an entry fails; 0 for none
     */
    public Queues(Account account, URI gateway, List<QueueSettings> queues, InstantSource clock, int partialOneIn) {
        this.account = account;
        this.gateway = gateway;
        this.server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(account.region())
                .withAWSAccountId(account.id())
                .withServerAddress(NodeAddress.apply("http", gateway.getHost(), gateway.getPort(), ""))
                .start();
        this.upstream = new Upstream(server.waitUntilStarted().localAddress().getPort());
        this.calls = new QueueCalls(upstream, times, clock, partialOneIn);
        queues.forEach(this::create);
    }

    private void create(QueueSettings queue) {
        create(queue.name() + "-dlq", new QueueTimes.Times(30, queue.deadLetterRetentionSeconds()), Json.object());
        ObjectNode redrive = Json.object()
                .put("deadLetterTargetArn", arn(queue.name() + "-dlq"))
                .put("maxReceiveCount", queue.maxReceiveCount());
        create(
                queue.name(),
                new QueueTimes.Times(queue.visibilitySeconds(), queue.retentionSeconds()),
                Json.object().put("RedrivePolicy", redrive.toString()));
    }

    private void create(String name, QueueTimes.Times its, ObjectNode attributes) {
        ObjectNode request = Json.object().put("QueueName", account.prefix() + name);
        request.set("Attributes", attributes.put("VisibilityTimeout", Integer.toString(its.visibility())));
        upstream.call("AmazonSQS.CreateQueue", request);
        times.put(account.prefix() + name, its);
    }

    /** The URL of a queue, for example {@code check} or {@code check-dlq}. */
    public String url(String name) {
        return gateway + "/" + account.id() + "/" + account.prefix() + name;
    }

    /** The ARN of a queue. */
    public String arn(String name) {
        return account.arn("sqs", account.prefix() + name);
    }

    /** Sends a message past the gateway, as EventBridge does. */
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
        return calls.answer(call);
    }

    /** How many batches had an entry fail for no fault of its own. */
    public long partialAnswers() {
        return calls.partialAnswers();
    }

    @Override
    public void close() {
        upstream.close();
        var unused = server.stopAndWait();
    }
}
