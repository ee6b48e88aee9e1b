package io.certfleet.standin.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.Answer;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.Call;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.Upstream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** DynamoDB by an embedded DynamoDB Local, in memory, with the inventory's table. */
public final class Tables implements AwsService, AutoCloseable {
    private static final String LOCAL_ARN = "arn:aws:dynamodb:ddblocal:000000000000:";

    private final Account account;
    private final LocalDynamoDBRequestHandler database;
    private final Server server = new Server();
    private final Upstream upstream;

    private final UnprocessedKeys unprocessed;

    /**
     * Starts with an empty inventory.
     *
     * @param partialOneIn one in so many batches is answered in part; 0 for none
     */
    public Tables(Account account, int partialOneIn) {
        this.account = account;
        this.unprocessed = new UnprocessedKeys(partialOneIn);
        // Its own HTTP server would listen on every interface and report its start to AWS; so only its handler is used.
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        try {
            // In memory, and one database for all access keys.
            database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
            server.setHandler(new LocalDynamoDBServerHandler(database, null));
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("starting DynamoDB Local", e);
        }
        this.upstream = new Upstream(connector.getLocalPort());
        createInventory();
    }

    private void createInventory() {
        ObjectNode request = Json.object().put("TableName", inventory()).put("BillingMode", "PAY_PER_REQUEST");
        request.putArray("AttributeDefinitions")
                .addObject()
                .put("AttributeName", "hostID")
                .put("AttributeType", "S");
        request.putArray("KeySchema").addObject().put("AttributeName", "hostID").put("KeyType", "HASH");
        upstream.call("DynamoDB_20120810.CreateTable", request);
    }

    /** The inventory's name. */
    public String inventory() {
        return account.prefix() + "inventory";
    }

    /** How many batches were answered in part. */
    public long partialAnswers() {
        return unprocessed.count();
    }

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public Protocol protocol() {
        return Protocol.JSON;
    }

    @Override
    public Answer answer(Call call) {
        if (call.operation().equals("BatchGetItem")) {
            return unprocessed.answer(call, upstream::forward);
        }
        Answer answer = upstream.forward(call);
        if (!call.operation().endsWith("Table")) {
            return answer;
        }
        String body = new String(answer.body(), StandardCharsets.UTF_8).replace(LOCAL_ARN, account.arn("dynamodb", ""));
        // The checksum was that of the body as DynamoDB Local wrote it.
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.remove("x-amz-crc32");
        return new Answer(answer.status(), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        upstream.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("stopping DynamoDB Local", e);
        }
        database.shutdown();
    }
}
