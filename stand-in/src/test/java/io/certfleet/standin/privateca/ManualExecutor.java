package io.certfleet.standin.privateca;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due by the test's clock, when the test says so. */
public final class ManualExecutor extends AbstractExecutorService implements ScheduledExecutorService {
    private final SettableClock clock;
    private final List<Task> tasks = new ArrayList<>();

    private record Task(Instant due, Runnable work) {}

    public ManualExecutor(SettableClock clock) {
        this.clock = clock;
    }

    /** Runs all that is due, also what becomes due by it. */
    public void runDue() {
        for (Optional<Task> next = next(); next.isPresent(); next = next()) {
            tasks.remove(next.get());
            next.get().work().run();
        }
    }

    private Optional<Task> next() {
        return tasks.stream()
                .filter(task -> !task.due().isAfter(clock.instant()))
                .min(Comparator.comparing(Task::due));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        tasks.add(new Task(clock.instant().plusNanos(unit.toNanos(delay)), command));
        return null;
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
