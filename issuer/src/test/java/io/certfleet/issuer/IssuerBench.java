package io.certfleet.issuer;

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
import io.certfleet.pace.Pace;
import io.certfleet.queue.FakeSqs;
import io.certfleet.queue.QueueMessage;
import io.certfleet.queue.QueueName;
import io.certfleet.queue.SettableClock;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Row;
import io.certfleet.settings.Configured;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The issuer as a whole, with AWS in memory and a clock that stands still. */
final class IssuerBench {
    static final String ID = "mi-0123456789abcdef0";
    static final String ROTATION = "0f8fad5b-d9cb-469f-a165-70867728950e";
    static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    static final int RATE = 200;

    final FakeDynamoDb table = new FakeDynamoDb();
    final FakeSns topic = new FakeSns();
    final FakeSqs queues = new FakeSqs();
    final FakeSsm ssm = new FakeSsm();
    final FakePrivateCa ca = new FakePrivateCa();
    final IssuerHandler handler;
    final Signing signing;
    final SettableClock clock = new SettableClock(START);

    IssuerBench() {
        this(new TestSettings());
    }

    IssuerBench(IssuerSettings settings) {
        this(settings, Map.of());
    }

    /** Also with these defaults of hosts' settings. */
    IssuerBench(IssuerSettings settings, Map<String, String> defaults) {
        Map<String, String> config = new HashMap<>(defaults);
        config.put("certfleet.profile-arn", Row.PROFILE_ARN);
        config.put("certfleet.role-arn", Row.ROLE_ARN);
        Inventory inventory = table.inventory();
        Revocations revocations = new Revocations(inventory);
        RevokedHosts revokedHosts = new RevokedHosts(revocations, queues.outbox());
        FailureBench failures = new FailureBench(table, topic);
        CertificateAuthority authority = new CertificateAuthority(ca, settings);
        signing = new Signing(inventory, revocations, revokedHosts, authority, failures.failure(), settings, clock);
        Redelivery redelivery = new Redelivery(failures.unreachable(), queues.outbox());
        CommandStep step = new CommandStep(
                ssm.runCommand(),
                inventory,
                failures.failure(),
                redelivery,
                new Answers(ssm.runCommand(), inventory, new Interruption(inventory), redelivery));
        handler = new IssuerHandler(
                queues.reader(),
                queues.deadLetters(),
                inventory,
                new Turns(new Pace(table, FakeDynamoDb.TABLE, () -> RATE), queues.outbox()),
                revocations,
                new Claim(
                        inventory,
                        revocations,
                        revokedHosts,
                        new SettingsOfHost(settings, Configured.config(config)),
                        failures.failure(),
                        topic.notifications()),
                new CsrCommand(step, settings),
                new CsrAnswers(step, signing, failures.failure(), queues.outbox()),
                new Revocation(
                        inventory,
                        revocations,
                        new RevocationAtCa(new RevokingAuthorities(ca, settings)),
                        new RevocationNotices(topic.notifications()),
                        queues.deadLetters(),
                        queues.outbox(),
                        settings),
                new RowWarnings(inventory),
                clock);
    }

    /** Gives the handler these messages as one batch; answers the positions of those that are redelivered. */
    Set<String> handle(Message... messages) {
        return handle(1, messages);
    }

    /** The same, the messages received for so many times. */
    Set<String> handle(int receives, Message... messages) {
        List<QueueMessage> batch = new ArrayList<>();
        for (Message message : messages) {
            batch.add(FakeSqs.received(
                    Integer.toString(batch.size()), QueueName.ISSUE, Messages.write(message), receives));
        }
        return handler.handle(batch);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    Host host() {
        return table.host(ID);
    }

    Rotation rotation() {
        return host().rotation().orElseThrow();
    }

    /** The host's answer to a command: key and CSR, made with this text. */
    void answer(String commandId, String csr) {
        ssm.answer(commandId, ID, "Success", "Success", "certfleet generate-csr " + ROTATION + "\n" + csr);
    }
}
