package io.certfleet.local;

import io.certfleet.local.anywhere.AnywhereSettings;
import io.certfleet.local.anywhere.RolesAnywhere;
import io.certfleet.local.authority.CaSettings;
import io.certfleet.local.authority.PrivateCa;
import io.certfleet.local.bucket.Bucket;
import io.certfleet.local.bucket.Buckets;
import io.certfleet.local.bus.Bus;
import io.certfleet.local.bus.EventBridge;
import io.certfleet.local.bus.Rule;
import io.certfleet.local.door.AwsService;
import io.certfleet.local.door.CallLog;
import io.certfleet.local.door.FrontDoor;
import io.certfleet.local.door.Gate;
import io.certfleet.local.door.Quotas;
import io.certfleet.local.identity.Identity;
import io.certfleet.local.queue.QueueSettings;
import io.certfleet.local.queue.Queues;
import io.certfleet.local.table.Tables;
import io.certfleet.local.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;

/** AWS on one loopback port: everything that Certfleet uses, behind one front door. */
public final class StandIn implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StandIn.class.getName());
    private static final int EVENT_THREADS = 4;
    // Held, because a logger that nobody holds forgets its level.
    private static final List<Logger> EMULATORS = List.of(
            Logger.getLogger("org.apache.pekko"),
            Logger.getLogger("org.elasticmq"),
            Logger.getLogger("org.eclipse.jetty"));

    static {
        EMULATORS.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    private final Account account = Account.standard();
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            EVENT_THREADS, Thread.ofPlatform().daemon().name("stand-in-", 0).factory());
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final StandInSettings settings;
    private final List<QueueSettings> queueSettings;
    private final FrontDoor door;
    private final Queues queues;
    private final Tables tables;
    private final Bus bus;
    private final Bucket bucket;
    private final Topics topics;
    private final PrivateCa authority;
    private final RolesAnywhere anywhere;

    /** Starts all of it. */
    public StandIn(StandInSettings settings) {
        this.settings = settings;
        this.queueSettings = QueueSettings.read(settings.infrastructure().resolve("queues.json"));
        List<Gate> gates = settings.quotas() ? List.of(new Quotas(clock)) : List.of();
        try {
            this.door = opened(new FrontDoor(settings.port(), gates, clock, new CallLog(folder("calls.jsonl"))));
            this.queues = opened(new Queues(account, door.address(), queueSettings));
            this.tables = opened(new Tables(account));
            this.bus = new Bus(account, clock, queues::send, executor);
            this.bucket = new Bucket(account.prefix() + "crl-" + account.id(), bus, clock);
            this.topics = new Topics(account, folder("notifications"), clock);
            this.authority = newAuthority();
            this.anywhere = newAnywhere();
            rules().forEach(bus::add);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        services().forEach(door::serve);
        door.open();
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addFirst(part);
        return part;
    }

    private PrivateCa newAuthority() {
        return new PrivateCa(
                CaSettings.standard(account.region(), account.id(), folder("authority"))
                        .withCrlDelay(settings.crlDelay()),
                clock,
                bus,
                bucket::put,
                executor);
    }

    private RolesAnywhere newAnywhere() {
        return new RolesAnywhere(
                new AnywhereSettings(
                        account.region(),
                        account.id(),
                        authority.arn(),
                        authority.certificate(),
                        List.of(roleArn()),
                        folder("anywhere")),
                clock);
    }

    private List<AwsService> services() {
        return List.of(
                queues,
                tables,
                new EventBridge(bus),
                new Buckets(bucket),
                topics,
                new Identity(account),
                authority,
                anywhere);
    }

    private List<Rule> rules() {
        return Rule.read(
                settings.infrastructure().resolve("events"),
                Map.of("prefix", account.prefix(), "ca_arn", authority.arn(), "bucket", bucket.name()));
    }

    private Path folder(String name) {
        return settings.folder().resolve(name);
    }

    private String roleArn() {
        return account.roleArn("host");
    }

    /** The front door. */
    public FrontDoor door() {
        return door;
    }

    /** The address that AWS_ENDPOINT_URL names. */
    public URI address() {
        return door.address();
    }

    /** The queues. */
    public Queues queues() {
        return queues;
    }

    /** The queues' settings, which the services' pollers follow too. */
    public List<QueueSettings> queueSettings() {
        return queueSettings;
    }

    /** The event bus. */
    public Bus bus() {
        return bus;
    }

    /** The CA. */
    public PrivateCa authority() {
        return authority;
    }

    /** Roles Anywhere. */
    public RolesAnywhere anywhere() {
        return anywhere;
    }

    /** The folder with one directory per host. */
    public Path fleet() {
        return folder("fleet");
    }

    /** The folder with one file per notification. */
    public Path notifications() {
        return folder("notifications");
    }

    /** What an operator's shell needs, by the names of environment variables. */
    public Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_ENDPOINT_URL", address().toString());
        environment.put("AWS_REGION", account.region());
        environment.put("AWS_DEFAULT_REGION", account.region());
        environment.put("AWS_ACCESS_KEY_ID", "AKIACERTFLEETOPERATOR");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        for (QueueSettings queue : queueSettings) {
            String name = queue.name().toUpperCase(Locale.ROOT);
            environment.put(name + "_QUEUE_URL", queues.url(queue.name()));
            environment.put(name + "_DLQ_URL", queues.url(queue.name() + "-dlq"));
        }
        environment.put("TABLE_NAME", tables.inventory());
        environment.put("TOPIC_ARN", topics.arn());
        environment.put("CA_ARN", authority.arn());
        environment.put("TRUST_ANCHOR_ARN", anywhere.trustAnchorArn());
        environment.put("PROFILE_ARN", anywhere.profileArn());
        environment.put("ROLE_ARN", roleArn());
        environment.put("CRL_BUCKET", bucket.name());
        environment.put("FLEET_DIR", fleet().toAbsolutePath().toString());
        return environment;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        for (AutoCloseable part : opened) {
            try {
                part.close();
            } catch (Exception e) {
                // The others must end all the same.
                LOG.log(System.Logger.Level.WARNING, "stopping", e);
            }
        }
    }
}
