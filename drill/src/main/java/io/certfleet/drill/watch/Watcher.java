package io.certfleet.drill.watch;

import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.JsonLines;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at every host's certificate and key all the time and keeps each sighting, one JSON object to a line. */
public final class Watcher implements AutoCloseable {
    // Between two rounds, and so many times as long as a round takes: with many hosts the watch would otherwise fill a
    // processor that the services need. A state that stands for longer than a round and its pause is seen.
    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int PAUSE_PER_ROUND = 3;
    // One slow round, as the first one is, must not blind the watch.
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Map<String, BigInteger> serials = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("watcher").unstarted(this::run);
    private final JsonLines sightings;
    private final Clock clock;
    private final AtomicInteger switches = new AtomicInteger();
    private final AtomicInteger badPairs = new AtomicInteger();

    /** Begins with nothing to watch; the sightings go into the file. */
    public Watcher(Path file, Clock clock) {
        this.clock = clock;
        this.sightings = new JsonLines(file);
    }

    /** Watches one more host. */
    public void add(Watch watch) {
        watches.add(watch);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** How often a host was seen with another certificate than before; the first one counts, for it came by a switch. */
    public int switches() {
        return switches.get();
    }

    /** How often a host was seen with a key that is not its certificate's. */
    public int badPairs() {
        return badPairs.get();
    }

    private void run() {
        try {
            long pause = LEAST_PAUSE_NANOS;
            while (!stopped.await(pause, TimeUnit.NANOSECONDS)) {
                long begin = System.nanoTime();
                look();
                pause = Math.clamp(
                        PAUSE_PER_ROUND * (System.nanoTime() - begin), LEAST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round over all hosts. */
    void look() {
        watches.forEach(watch -> watch.look().ifPresent(pair -> note(watch.hostId(), pair)));
    }

    /** One that stood there before the watch began is not a switch; the original's rows lack leading zeros. */
    public void found(String hostId, String serial) {
        serials.put(hostId, new BigInteger(serial, 16));
    }

    private void note(String hostId, Pair pair) {
        if (!pair.matching()) {
            badPairs.incrementAndGet();
        } else if (isNew(hostId, new BigInteger(pair.serial(), 16))) {
            switches.incrementAndGet();
        }
        sightings.add(Json.object()
                .put("time", clock.instant().toString())
                .put("host", hostId)
                .put("serial", pair.serial())
                .put("keySpkiSha256", pair.keyDigest()));
    }

    private boolean isNew(String hostId, BigInteger serial) {
        return !serial.equals(serials.put(hostId, serial));
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
