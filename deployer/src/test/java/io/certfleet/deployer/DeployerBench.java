package io.certfleet.deployer;

import io.certfleet.authority.FakePrivateCa;
import io.certfleet.command.Answers;
import io.certfleet.command.CommandStep;
import io.certfleet.command.FakeSsm;
import io.certfleet.command.Interruption;
import io.certfleet.command.Redelivery;
import io.certfleet.failure.FailureBench;
import io.certfleet.inventory.FakeDynamoDb;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.Message;
import io.certfleet.message.Messages;
import io.certfleet.notification.FakeSns;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.queue.SettableClock;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Row;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The deployer as a whole, with AWS in memory and a clock that stands still. */
final class DeployerBench {
    static final String ID = "mi-0123456789abcdef0";
    static final String ROTATION = "0f8fad5b-d9cb-469f-a165-70867728950e";
    static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    final FakeDynamoDb table = new FakeDynamoDb();
    final FakeSns topic = new FakeSns();
    final FakeSqs queues = new FakeSqs();
    final FakeSsm ssm = new FakeSsm();
    final FakePrivateCa ca = new FakePrivateCa();
    final DeployerHandler handler;
    final SettableClock clock = new SettableClock(START);

    DeployerBench() {
        Inventory inventory = table.inventory();
        Revocations revocations = new Revocations(inventory);
        RevokedHosts revokedHosts = new RevokedHosts(revocations, queues.outbox());
        DeployerSettings settings = new TestSettings();
        FailureBench failures = new FailureBench(table, topic);
        IssuedCertificates certificates = new IssuedCertificates(ca, settings);
        UnexpectedCertificates unexpected = new UnexpectedCertificates(topic.notifications(), revokedHosts);
        Redelivery redelivery = new Redelivery(failures.unreachable(), queues.outbox());
        CommandStep step = new CommandStep(
                ssm.runCommand(),
                inventory,
                failures.failure(),
                redelivery,
                new Answers(ssm.runCommand(), inventory, new Interruption(inventory), redelivery));
        handler = new DeployerHandler(
                queues.reader(),
                queues.deadLetters(),
                new Arrivals(
                        certificates, inventory, failures.failure(), unexpected, revocations, revokedHosts, settings),
                new InstallCommand(step, settings),
                new InstallAnswers(
                        step,
                        inventory,
                        revocations,
                        revokedHosts,
                        failures.failure(),
                        new Postponement(inventory, failures.failure(), queues.outbox()),
                        new NewKey(inventory, failures.failure(), queues.outbox())),
                new RevokedByHand(certificates, inventory, revocations, unexpected, settings),
                new HeldCertificates(certificates, inventory, revocations, topic.notifications(), unexpected),
                clock);
    }

    /** Gives the handler these bodies as one batch; answers the positions of those that are redelivered. */
    Set<String> handle(String... bodies) {
        return handle(1, bodies);
    }

    /** The same, the messages received for so many times. */
    Set<String> handle(int receives, String... bodies) {
        List<QueueMessage> batch = new ArrayList<>();
        for (String body : bodies) {
            batch.add(FakeSqs.received(Integer.toString(batch.size()), QueueName.CERTIFICATE, body, receives));
        }
        return handler.handle(batch);
    }

    Set<String> handle(Message... messages) {
        return handle(List.of(messages).stream().map(Messages::write).toArray(String[]::new));
    }

    static String issued(String arn) {
        return event("ACM Private CA Certificate Issuance", arn, "success");
    }

    static String notIssued(String arn) {
        return event("ACM Private CA Certificate Issuance", arn, "failure");
    }

    String revoked(String arn) {
        return event("ACM Private CA Certificate Revocation", arn, "success");
    }

    private static String event(String type, String arn, String result) {
        return """
                {"detail-type":"%s","source":"aws.acm-pca","time":"2026-11-24T09:59:50Z","resources":["%s","%s"],
                 "detail":{"result":"%s"}}""".formatted(type, Row.CA, arn, result);
    }

    /** The CA has this certificate. */
    TestCertificate issue(TestCertificate certificate) {
        ca.put(certificate.arn(), certificate.pem());
        return certificate;
    }

    /** A row whose rotation waits for this certificate. */
    static Row awaiting(TestCertificate certificate) {
        return Row.of(ID)
                .rotation(ROTATION, Step.ISSUED, START)
                .with("rotation.keyDigest", certificate.keyDigest())
                .with("rotation.certificateArn", certificate.arn())
                .unexpired(certificate.arn().substring(certificate.arn().lastIndexOf('/') + 1), certificate.notAfter());
    }

    /** A row whose host was sent this certificate by a command. */
    static Row installing(TestCertificate certificate, String commandId) {
        return awaiting(certificate)
                .with("rotation.step", "installing")
                .with(
                        "rotation.serial",
                        certificate.arn().substring(certificate.arn().lastIndexOf('/') + 1))
                .with("rotation.notBefore", START.minus(Duration.ofHours(1)))
                .with("rotation.notAfter", certificate.notAfter())
                .with("rotation.commandId", commandId);
    }

    Host host() {
        return table.host(ID);
    }

    Rotation rotation() {
        return host().rotation().orElseThrow();
    }

    Rotation.Installing installing() {
        return (Rotation.Installing) rotation();
    }
}
