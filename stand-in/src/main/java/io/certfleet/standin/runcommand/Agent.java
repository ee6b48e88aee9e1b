package io.certfleet.standin.runcommand;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * The agent's command workers on one host: five at a time (CommandWorkersLimit), five more wait, and what comes then is lost,
 * though it was received.
 */
final class Agent {
    static final int WORKERS = 5;
    static final int BUFFER = 5;

    private final Executor processes;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int working;

    Agent(Executor processes) {
        this.processes = processes;
    }

    void accept(Runnable work) {
        synchronized (this) {
            if (working == WORKERS) {
                if (waiting.size() < BUFFER) {
                    waiting.add(work);
                }
                return;
            }
            working++;
        }
        processes.execute(() -> runAndGoOn(work));
    }

    private void runAndGoOn(Runnable work) {
        try {
            work.run();
        } finally {
            synchronized (this) {
                working--;
            }
            next();
        }
    }

    private void next() {
        Runnable work;
        synchronized (this) {
            work = waiting.poll();
        }
        if (work != null) {
            accept(work);
        }
    }
}
