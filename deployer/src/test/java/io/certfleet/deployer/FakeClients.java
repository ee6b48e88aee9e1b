package io.certfleet.deployer;

import io.certfleet.authority.FakePrivateCa;
import io.certfleet.command.FakeSsm;
import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.notification.FakeSns;
import io.certfleet.queue.FakeSqs;
import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

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

    @Produces
    @Singleton
    @Typed({FakeSsm.class, SsmClient.class})
    FakeSsm ssm() {
        return new FakeSsm();
    }

    @Produces
    @Singleton
    @Typed({FakePrivateCa.class, AcmPcaClient.class})
    FakePrivateCa ca() {
        return new FakePrivateCa();
    }

    @Produces
    @Singleton
    @Typed({FakeSns.class, SnsClient.class})
    FakeSns topic() {
        return new FakeSns();
    }
}
