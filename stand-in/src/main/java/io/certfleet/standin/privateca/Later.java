package io.certfleet.standin.privateca;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What AWS does after it has answered: run once, after a delay, and logged when it fails. */
record Later(ScheduledExecutorService executor) {
    private static final System.Logger LOG = System.getLogger(Later.class.getName());

    void after(Duration delay, String what, Runnable task) {
        var unused = executor.schedule(() -> run(what, task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    // An exception in a scheduled task would otherwise be kept in a Future that nobody reads.
    private static void run(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, what, e);
        }
    }
}
