package io.certfleet.drill;

import io.certfleet.drill.operator.Row;
import io.certfleet.drill.operator.Rows;
import io.certfleet.drill.terminal.StatusLine;
import io.certfleet.standin.StandIn;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the fleet is doing: a status line that is redrawn, its clock too, or plain lines where it changed, and one now and
 * then where it did not, so that nobody takes a long step for a standstill.
 */
final class Progress implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final PrintStream out;
    private final Optional<StatusLine> statusLine;
    private final StandIn standIn;
    private final Rows rows;
    private final Instant start;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().daemon().name("progress").unstarted(this::run);
    private String shown = "";
    private Instant shownAt = Instant.EPOCH;

    /** Prints stages on {@code out}, and the state in the status line if there is one, else there too. */
    Progress(PrintStream out, Optional<StatusLine> statusLine, StandIn standIn, Rows rows, Instant start) {
        this.out = out;
        this.statusLine = statusLine;
        this.standIn = standIn;
        this.rows = rows;
        this.start = start;
    }

    void start() {
        thread.start();
    }

    /** What is done from now on. */
    synchronized void stage(String name) {
        out.println(clock() + "  " + name);
        shown = "";
    }

    private void run() {
        try {
            while (!stopped.await(statusLine.isPresent() ? 500 : 5000, TimeUnit.MILLISECONDS)) {
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
        if (statusLine.isPresent()) {
            statusLine.get().show(clock() + "  " + state);
            return;
        }
        Instant now = Instant.now();
        if (state.equals(shown) && now.isBefore(shownAt.plus(LONGEST_SILENCE))) {
            return;
        }
        shown = state;
        shownAt = now;
        out.println(clock() + "    " + state);
    }

    private String state() {
        Map<String, Row> all = rows.all();
        Map<String, Long> states = all.values().stream()
                .collect(Collectors.groupingBy(
                        row -> row.state().isEmpty() ? "new" : row.state(), TreeMap::new, Collectors.counting()));
        Map<String, Long> calls = standIn.gateway().counts().served();
        long inWork = all.values().stream().filter(Row::isInWork).count();
        return states.entrySet().stream()
                        .map(state -> state.getValue() + " " + state.getKey())
                        .collect(Collectors.joining(", "))
                + " | " + inWork + " in work | "
                + calls.getOrDefault("acm-pca:IssueCertificate", 0L) + " certificates, "
                + calls.getOrDefault("ssm:SendCommand", 0L) + " commands, "
                + calls.getOrDefault("rolesanywhere:CreateSession", 0L) + " sessions";
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
        statusLine.ifPresent(line -> line.show(""));
    }
}
