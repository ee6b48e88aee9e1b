package io.certfleet.local;

import io.certfleet.local.anywhere.AnywhereSettings;
import io.certfleet.local.anywhere.RolesAnywhere;
import io.certfleet.local.authority.CaSettings;
import io.certfleet.local.authority.PrivateCa;
import io.certfleet.local.bucket.Buckets;
import io.certfleet.local.command.Documents;
import io.certfleet.local.command.RunCommand;
import io.certfleet.local.command.RunCommandSettings;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.CallLog;
import io.certfleet.local.door.EventSink;
import io.certfleet.local.door.FrontDoor;
import io.certfleet.local.fleet.Fleet;
import io.certfleet.local.fleet.SigningHelper;
import io.certfleet.local.identity.Identity;
import io.certfleet.local.identity.IssuedSessions;
import io.certfleet.local.permission.TrustPolicies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * An account with nothing in it, for Terraform to fill: Private CA, Systems Manager, Roles Anywhere and S3 on one loopback port,
 * without quotas.
 */
public final class EmptyAccount implements AutoCloseable {
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().daemon().name("stand-in-", 0).factory());
    private final Opened opened = new Opened();
    private final FrontDoor door;

    /** Opens the door. */
    public EmptyAccount(Path folder, int port) {
        Account account = Account.standard();
        Clock clock = Clock.systemUTC();
        IssuedSessions issued = new IssuedSessions();
        // Nobody listens: the rules are in another emulator.
        EventSink events = (source, detailType, resources, detail) -> {};
        try {
            this.door = opened.add(new FrontDoor(port, List.of(), clock, new CallLog(folder.resolve("calls.jsonl"))));
            Buckets buckets = new Buckets(events, clock);
            PrivateCa authority = new PrivateCa(
                    CaSettings.standard(account.region(), account.id(), folder.resolve("authority")),
                    clock,
                    events,
                    buckets,
                    executor);
            AwsService anywhere = new RolesAnywhere(
                    new AnywhereSettings(
                            account.region(), account.id(), authority::certificate, folder.resolve("anywhere")),
                    // Roles are in another emulator, and no host asks for a session.
                    new TrustPolicies(),
                    issued,
                    clock);
            RunCommand systemsManager = opened.add(new RunCommand(
                    RunCommandSettings.standard(account.region(), account.id()),
                    new Documents(account.id()),
                    new Fleet(folder.resolve("fleet"), SigningHelper.of(address()), clock),
                    events,
                    clock,
                    executor));
            List.of(buckets, authority, anywhere, systemsManager, new Identity(account, issued))
                    .forEach(door::serve);
            door.open();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The address that clients call. */
    public URI address() {
        return door.address();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        opened.close();
    }
}
