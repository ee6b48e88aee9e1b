package io.certfleet.standin;

import io.certfleet.standin.account.Account;
import io.certfleet.standin.dynamodb.Tables;
import io.certfleet.standin.dynamodb.Throttling;
import io.certfleet.standin.eventbridge.Bus;
import io.certfleet.standin.eventbridge.Rule;
import io.certfleet.standin.fleet.Fleet;
import io.certfleet.standin.fleet.SigningHelper;
import io.certfleet.standin.fleet.SimulatedHost;
import io.certfleet.standin.gateway.CallLog;
import io.certfleet.standin.gateway.Gate;
import io.certfleet.standin.gateway.Gateway;
import io.certfleet.standin.gateway.Quotas;
import io.certfleet.standin.iam.Authorization;
import io.certfleet.standin.iam.HostRole;
import io.certfleet.standin.iam.TrustPolicies;
import io.certfleet.standin.privateca.PrivateCa;
import io.certfleet.standin.privateca.management.Management;
import io.certfleet.standin.rolesanywhere.RolesAnywhere;
import io.certfleet.standin.runcommand.RunCommand;
import io.certfleet.standin.runcommand.RunCommandSettings;
import io.certfleet.standin.runcommand.management.Documents;
import io.certfleet.standin.s3.Bucket;
import io.certfleet.standin.s3.Buckets;
import io.certfleet.standin.sns.Topics;
import io.certfleet.standin.sqs.QueueSettings;
import io.certfleet.standin.sqs.Queues;
import io.certfleet.standin.sts.Identity;
import io.certfleet.standin.sts.IssuedSessions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** AWS on one loopback port: everything that Certfleet uses, behind one gateway. */
public final class StandIn implements AutoCloseable {
    private static final int EVENT_THREADS = 4;
    private final Account account = Account.standard();
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            EVENT_THREADS, Thread.ofPlatform().daemon().name("stand-in-", 0).factory());
    private final Opened opened = new Opened();
    private final TrustPolicies roles = new TrustPolicies();
    private final IssuedSessions issued = new IssuedSessions();
    private final List<QueueSettings> queueSettings;
    private final Hiccups hiccups;
    private final Gateway gateway;
    private final Queues queues;
    private final Tables tables;
    private final Bus bus;
    private final Bucket bucket;
    private final Topics topics;
    private final String caArn;
    private final String trustAnchorArn;
    private final String profileArn;
    private final Fleet fleet;
    private final Documents documents;
    private final Authorization authorization;

    /** Starts all of it. */
    public StandIn(StandInSettings settings) {
        EmulatorLogs.quiet();
        this.queueSettings = QueueSettings.read(settings.infrastructure().resolve("queues.json"));
        this.hiccups = Hiccups.of(settings);
        List<Gate> gates =
                settings.quotas() ? List.of(new Quotas(clock), new Throttling(hiccups.throttledCall())) : List.of();
        try {
            this.gateway =
                    opened.add(new Gateway(settings.port(), gates, clock, new CallLog(settings.folder("calls.jsonl"))));
            this.queues =
                    opened.add(new Queues(account, gateway.address(), queueSettings, clock, hiccups.partialBatch()));
            this.tables = opened.add(new Tables(account, hiccups.partialRead()));
            this.bus = new Bus(account, clock, this::deliver, executor);
            Buckets buckets = new Buckets(bus, clock);
            this.bucket = buckets.create(account.prefix() + "crl-" + account.id());
            this.topics = new Topics(account, settings.folder("notifications"), clock);
            PrivateCa authority = new PrivateCa(settings.authority(account), clock, bus, buckets, executor);
            this.caArn = authority.createActive();
            RolesAnywhere rolesAnywhere =
                    new RolesAnywhere(settings.rolesAnywhere(account, authority), roles, issued, clock);
            this.trustAnchorArn = rolesAnywhere.trust(caArn);
            roles.add(roleArn(), HostRole.trustPolicy(settings.infrastructure(), trustAnchorArn));
            this.profileArn = rolesAnywhere.profile(List.of(roleArn()));
            this.fleet = new Fleet(
                    settings.folder("fleet"),
                    SigningHelper.of(gateway.address()),
                    clock,
                    Map.of(account.nodeTagKey(), account.nodeTagValue()));
            this.documents = Documents.load(
                    settings.infrastructure().resolve("documents"), account.prefix(), account.id(), clock.instant());
            RunCommand runCommand = opened.add(new RunCommand(
                    RunCommandSettings.standard(account).with(settings.offlineHosts()),
                    documents,
                    fleet,
                    bus,
                    clock,
                    executor));
            Map<String, String> variables = TemplateVariables.of(this);
            Rule.read(settings.infrastructure().resolve("events"), variables).forEach(bus::add);
            this.authorization = Authorization.of(
                    settings.infrastructure(),
                    account,
                    variables,
                    id -> fleet.find(id).map(SimulatedHost::tags),
                    bucket::contains,
                    issued,
                    clock,
                    settings.folder("permissions"));
            gateway.guard(authorization);
            List.of(
                            queues,
                            tables,
                            buckets,
                            topics,
                            new Identity(account, issued),
                            new Management(authority, clock),
                            rolesAnywhere,
                            runCommand)
                    .forEach(gateway::serve);
            gateway.open();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void deliver(String queue, String event) {
        authorization.passEvent(account.arn("events", "rule/" + account.prefix() + queue), queues.arn(queue));
        queues.send(queue, event);
    }

    /** The gateway, whose address AWS_ENDPOINT_URL names. */
    public Gateway gateway() {
        return gateway;
    }

    /** The policies at the gateway, and what of them was used. */
    public Authorization authorization() {
        return authorization;
    }

    /** The queues. */
    public Queues queues() {
        return queues;
    }

    /** The queues' settings, which the services' pollers follow too. */
    public List<QueueSettings> queueSettings() {
        return queueSettings;
    }

    /** Whether AWS fails now and then, as it may. */
    public boolean hasHiccups() {
        return hiccups.throttledCall() > 0;
    }

    /** The event bus. */
    public Bus bus() {
        return bus;
    }

    /** The CA's ARN. */
    public String caArn() {
        return caArn;
    }

    /** The trust anchor's ARN. */
    public String trustAnchorArn() {
        return trustAnchorArn;
    }

    /** The profile's ARN. */
    public String profileArn() {
        return profileArn;
    }

    /** The hosts, each a directory. */
    public Fleet fleet() {
        return fleet;
    }

    /** The documents, whose hashes the services pin. */
    public Documents documents() {
        return documents;
    }

    /** The inventory and its name. */
    public Tables tables() {
        return tables;
    }

    /** The topic and its notifications. */
    public Topics topics() {
        return topics;
    }

    /** The bucket of the CRL. */
    public Bucket bucket() {
        return bucket;
    }

    /** The account that all of it is in. */
    public Account account() {
        return account;
    }

    /** The role that the hosts' sessions assume. */
    public String roleArn() {
        return account.roleArn("host");
    }

    /** What an administrator's shell needs, by the names of environment variables. */
    public Map<String, String> environment() {
        return Environment.of(this);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        opened.close();
    }
}
