package io.certfleet.standin.privateca;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is due by the test's clock, when the test says so. */
public final class ManualExecutor extends ScheduledThreadPoolExecutor {
    private final SettableClock clock;
    private final List<Task> tasks = new ArrayList<>();

    private record Task(Instant due, Runnable work) {}

    public ManualExecutor(SettableClock clock) {
        super(0);
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
}
