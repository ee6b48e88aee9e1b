package io.certfleet.checker;

import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.queue.FakeSqs;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Takes the place of the SDK's clients in the whole service under test. */
@Mock
@Singleton
class FakeClients {
    @Produces
    @Singleton
    @Typed({FakeSqs.class, SqsClient.class})
    FakeSqs sqs() {
        return new FakeSqs();
    }

    @Produces
    @Singleton
    @Typed({FakeDynamoDb.class, DynamoDbClient.class})
    FakeDynamoDb table() {
        return new FakeDynamoDb();
    }
}
