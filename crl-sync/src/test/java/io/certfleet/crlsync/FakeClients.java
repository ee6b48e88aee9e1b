package io.certfleet.crlsync;

import io.quarkus.test.Mock;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.rolesanywhere.RolesAnywhereClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Takes the place of the SDK's clients in a whole service under test. */
@Mock
@Singleton
class FakeClients {
    @Produces
    @Singleton
    FakeAws aws() {
        return new FakeAws();
    }

    @Produces
    @Singleton
    @Typed(FakeDeadLetterQueue.class)
    FakeDeadLetterQueue deadLetterQueue() {
        return new FakeDeadLetterQueue();
    }

    @Produces
    @Singleton
    SqsClient sqs(FakeDeadLetterQueue queue) {
        return queue;
    }

    @Produces
    @Singleton
    S3Client s3(FakeAws aws) {
        return aws.s3;
    }

    @Produces
    @Singleton
    AcmPcaClient privateCa(FakeAws aws) {
        return aws.privateCa;
    }

    @Produces
    @Singleton
    RolesAnywhereClient rolesAnywhere(FakeAws aws) {
        return aws.rolesAnywhere;
    }

    @Produces
    @Singleton
    SnsClient sns(FakeAws aws) {
        return aws.sns;
    }
}
