package io.certfleet.local.run;

import io.certfleet.local.StandIn;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What the fleet is doing, on the terminal: one line that is redrawn, or plain lines where it changed. */
final class Progress implements AutoCloseable {
    private final PrintStream out;
    private final boolean redrawn;
    private final StandIn standIn;
    private final Rows rows;
    private final Instant start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);
    private String stage = "";
    private String shown = "";

    /** Shows nothing before the first stage. */
    Progress(PrintStream out, boolean redrawn, StandIn standIn, Rows rows, Instant start) {
        this.out = out;
        this.redrawn = redrawn;
        this.standIn = standIn;
        this.rows = rows;
        this.start = start;
    }

    void start() {
        thread.start();
    }

    /** What is done from now on. */
    synchronized void stage(String name) {
        stage = name;
        clear();
        out.println(clock() + "  " + name);
        shown = "";
    }

    private void run() {
        try {
            while (!stopped.await(redrawn ? 500 : 5000, TimeUnit.MILLISECONDS)) {
                show(state());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The stand-in is closing.
            stopped.countDown();
        }
    }

    private synchronized void show(String state) {
        if (stage.isEmpty() || state.equals(shown)) {
            return;
        }
        clear();
        shown = state;
        if (redrawn) {
            out.print("\r" + clock() + "  " + state);
            out.flush();
        } else {
            out.println(clock() + "    " + state);
        }
    }

    private void clear() {
        if (redrawn) {
            out.print("\r\033[K");
        }
    }

    private String state() {
        Map<String, Row> all = rows.all();
        Map<String, Long> states = all.values().stream()
                .collect(Collectors.groupingBy(
                        row -> row.state().isEmpty() ? "new" : row.state(), TreeMap::new, Collectors.counting()));
        Map<String, Long> calls = standIn.door().counts().served();
        long inWork = all.values().stream().filter(Row::isInWork).count();
        return states.entrySet().stream()
                        .map(state -> state.getValue() + " " + state.getKey())
                        .collect(Collectors.joining(", "))
                + " | " + inWork + " in work | "
                + calls.getOrDefault("acm-pca:IssueCertificate", 0L) + " certificates asked for, "
                + calls.getOrDefault("ssm:SendCommand", 0L) + " commands, "
                + calls.getOrDefault("rolesanywhere:CreateSession", 0L) + " sessions asked for";
    }

    private String clock() {
        return "%5d s".formatted(Duration.between(start, Instant.now()).toSeconds());
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            clear();
            out.flush();
        }
    }
}
