package io.certfleet.standin;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SigningHelper;
import io.certfleet.standin.gateway.AwsService;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Gateway;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.privateca.CaSettings;
import io.certfleet.standin.privateca.PrivateCa;
import io.certfleet.standin.privateca.management.Management;
import io.certfleet.standin.rolesanywhere.RolesAnywhere;
import io.certfleet.standin.rolesanywhere.management.RolesAnywhereSettings;
import io.certfleet.standin.runcommand.RunCommand;
import io.certfleet.standin.runcommand.RunCommandSettings;
import io.certfleet.standin.runcommand.management.Documents;
import io.certfleet.standin.s3.Buckets;
import io.certfleet.standin.sts.Identity;
import io.certfleet.standin.sts.IssuedSessions;
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
    private final Gateway gateway;

    /** Opens the gateway. */
    public EmptyAccount(Path folder, int port) {
        Account account = Account.standard();
        Clock clock = Clock.systemUTC();
        IssuedSessions issued = new IssuedSessions();
        // Nobody listens: the rules are in another emulator.
        EventSink events = (source, detailType, resources, detail) -> {};
        try {
            this.gateway = opened.add(new Gateway(port, List.of(), clock, new CallLog(folder.resolve("calls.jsonl"))));
            Buckets buckets = new Buckets(events, clock);
            PrivateCa authority = new PrivateCa(
                    CaSettings.standard(account, folder.resolve("authority")), clock, events, buckets, executor);
            AwsService rolesAnywhere = new RolesAnywhere(
                    new RolesAnywhereSettings(account, authority::certificate, folder.resolve("anywhere")),
                    // Roles are in another emulator, and no host asks for a session.
                    new TrustPolicies(),
                    issued,
                    clock);
            RunCommand systemsManager = opened.add(new RunCommand(
                    RunCommandSettings.standard(account),
                    new Documents(account.id()),
                    new Fleet(folder.resolve("fleet"), SigningHelper.of(address()), clock),
                    events,
                    clock,
                    executor));
            List.of(
                            buckets,
                            new Management(authority, clock),
                            rolesAnywhere,
                            systemsManager,
                            new Identity(account, issued))
                    .forEach(gateway::serve);
            gateway.open();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The address that clients call. */
    public URI address() {
        return gateway.address();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        opened.close();
    }
}
