package io.certfleet.queue;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does something regularly while a batch is in work, and never after it was closed. */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class);

    private final ScheduledFuture<?> beats;
    private boolean closed;

    Heartbeat(ScheduledExecutorService timer, Duration first, Duration every, Runnable beat) {
        beats = timer.scheduleAtFixedRate(
                () -> run(beat), Math.max(0, first.toMillis()), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void run(Runnable beat) {
        if (closed) {
            return;
        }
        try {
            beat.run();
        } catch (RuntimeException e) {
            // The next beat may succeed; a message that is redelivered too early is handled twice, which every handler
            // bears.
            LOG.warnf("heartbeat failed reason=%s", e.getMessage());
        }
    }

    /** Waits for a beat under way: after this, a message is given back or deleted, and must not be hidden again. */
    @Override
    public synchronized void close() {
        closed = true;
        beats.cancel(false);
    }
}
