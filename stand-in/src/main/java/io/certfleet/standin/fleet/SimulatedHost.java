package io.certfleet.standin.fleet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A host of the fleet: a directory that stands for its root file system, and a connection to Systems Manager. */
public final class SimulatedHost {
    /** What the agent says of its system. */
    public static final String PLATFORM_NAME = "Ubuntu";

    public static final String PLATFORM_VERSION = "24.04";

    private static final String HELPER = "usr/local/bin/aws_signing_helper";

    // What the agent inherits from its systemd unit.
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String id;
    private final HostFiles files;
    private final SigningHelper helper;
    private final Instant registered;
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile Map<String, String> tags = Map.of();
    private boolean online = true;

    private SimulatedHost(String id, HostFiles files, SigningHelper helper, Instant registered) {
        this.id = id;
        this.files = files;
        this.helper = helper;
        this.registered = registered;
    }

    static SimulatedHost create(String id, Path fleet, SigningHelper helper, Instant registered) {
        HostFiles files = HostFiles.create(fleet.resolve(id));
        Stream.of("etc", "var/lib", "tmp").forEach(files::directory);
        SimulatedHost host = new SimulatedHost(id, files, helper, registered);
        host.behave();
        return host;
    }

    /** Its id as a managed node. */
    public String id() {
        return id;
    }

    /** Its root file system. */
    public Path folder() {
        return files.root();
    }

    /** When it was registered with Systems Manager. */
    public Instant registered() {
        return registered;
    }

    /** The tags that it carries as a managed node. */
    public Map<String, String> tags() {
        return tags;
    }

    /** Gives it other tags. */
    public void tag(Map<String, String> changed) {
        tags = Map.copyOf(changed);
    }

    /** Whether commands reach it. */
    public synchronized boolean isOnline() {
        return online;
    }

    /** Cuts its connection; commands wait. */
    public synchronized void disconnect() {
        online = false;
    }

    /** Gives its connection back; what waited is delivered. */
    public void connect() {
        List<Runnable> deliveries;
        synchronized (this) {
            online = true;
            deliveries = List.copyOf(waiting);
            waiting.clear();
        }
        deliveries.forEach(Runnable::run);
    }

    /** Delivers at once, or as soon as the host has a connection. */
    public void deliver(Runnable delivery) {
        synchronized (this) {
            if (!online) {
                waiting.add(delivery);
                return;
            }
        }
        delivery.run();
    }

    /** What the agent's scripts see of the host; the programs of an override folder come first. */
    public Map<String, String> environment() {
        Path override = files.root().resolve(Misbehaviour.FOLDER);
        return Map.of(
                "PATH",
                Files.isDirectory(override) ? override + ":" + PATH : PATH,
                "CERTFLEET_ROOT",
                files.root().toString());
    }

    /** From now on its openssl fails. */
    public void breakOpenssl() {
        files.program(Misbehaviour.OPENSSL, Misbehaviour.broken());
    }

    /** From now on its openssl asks for certificates in another host's name. */
    public void impersonate(String otherId) {
        files.program(Misbehaviour.OPENSSL, Misbehaviour.impersonating(id, otherId));
    }

    /** Once it has answered with its next request it is restored from a snapshot of before. */
    public void forgetNextKey() {
        files.program(Misbehaviour.CAT, Misbehaviour.forgetting());
    }

    /** From now on its signing helper can say nothing but such words, as {@link HelperFault} has them. */
    public void helperSays(String words) {
        files.program(HELPER, HelperFault.script(words));
    }

    /** From now on its programs say on standard error what nobody wants to know. */
    public void makeNoise() {
        Misbehaviour.PROGRAMS.forEach(
                program -> files.program(Misbehaviour.FOLDER + "/" + program, Misbehaviour.noisy(program)));
    }

    /** The next script that runs openssl is broken off by a reboot, once. */
    public void rebootInAScript() {
        files.program(Misbehaviour.OPENSSL, Misbehaviour.rebooting(folder()));
    }

    /** Whether it was rebooted since it was last asked: the agent finds that out when it starts. */
    public boolean wasRebooted() {
        return files.remove(Misbehaviour.REBOOTED);
    }

    /** Undoes what its programs were made to do. */
    public void behave() {
        Misbehaviour.PROGRAMS.forEach(program -> files.delete(Misbehaviour.FOLDER + "/" + program));
        files.program(HELPER, helper.script());
    }

    /** Its files, as an operator on the host would put them there. */
    public HostFiles files() {
        return files;
    }
}
