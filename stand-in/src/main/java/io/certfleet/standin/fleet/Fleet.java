package io.certfleet.standin.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** The hosts outside AWS that are registered with Systems Manager, each a directory named after its id. */
public final class Fleet {
    private final Path folder;
    private final SigningHelper helper;
    private final Clock clock;
    private final Map<String, String> tags;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SimulatedHost> hosts = new ConcurrentSkipListMap<>();

    /**
     * A fleet without hosts.
     *
     * @param folder where the hosts' directories are made
     * @param helper the aws_signing_helper that every host gets
     */
    public Fleet(Path folder, SigningHelper helper, Clock clock) {
        this(folder, helper, clock, Map.of());
    }

    /**
     * A fleet without hosts, whose hosts get tags when they are registered, as a hybrid activation gives them.
     *
     * @param tags what every host carries
     */
    public Fleet(Path folder, SigningHelper helper, Clock clock, Map<String, String> tags) {
        this.tags = Map.copyOf(tags);
        this.folder = folder.toAbsolutePath().normalize();
        this.helper = helper;
        this.clock = clock;
        try {
            Files.createDirectories(this.folder);
        } catch (IOException e) {
            throw new UncheckedIOException("making the fleet's folder " + this.folder, e);
        }
    }

    /** The directory that holds one directory per host. */
    public Path folder() {
        return folder;
    }

    /** Registers a new host, which is online. */
    public SimulatedHost register() {
        SimulatedHost host = SimulatedHost.create(newId(), folder, helper, clock.instant());
        host.tag(tags);
        hosts.put(host.id(), host);
        return host;
    }

    /** Registers so many new hosts. */
    public List<SimulatedHost> register(int count) {
        return IntStream.range(0, count).mapToObj(unused -> register()).toList();
    }

    /** An id as a managed node has one, of which Systems Manager knows nothing. */
    public String unregisteredId() {
        return newId();
    }

    /** A registered host. */
    public Optional<SimulatedHost> find(String id) {
        return Optional.ofNullable(hosts.get(id));
    }

    /** All registered hosts, in the order of their ids. */
    public List<SimulatedHost> hosts() {
        return List.copyOf(hosts.values());
    }

    // "mi-" and 17 hexadecimal digits, the first of them 0, as Systems Manager hands out today.
    private String newId() {
        String id;
        do {
            id = "mi-0%016x".formatted(random.nextLong());
        } while (hosts.containsKey(id));
        return id;
    }
}
