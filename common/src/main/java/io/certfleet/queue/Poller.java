package io.certfleet.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The service in a container: one loop for every queue that it reads. If a loop dies, the process ends. */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class Poller {
    private static final Logger LOG = Logger.getLogger(Poller.class);

    private final SqsClient sqs;
    private final Queues queues;
    private final QueueSettings settings;
    private final BatchHandler handler;
    private final MeterRegistry metrics;
    private final List<QueueLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Poller(SqsClient sqs, Queues queues, QueueSettings settings, BatchHandler handler, MeterRegistry metrics) {
        this.sqs = sqs;
        this.queues = queues;
        this.settings = settings;
        this.handler = handler;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        for (QueueName queue : queues.consumed()) {
            queues.deadLetterUrl(queue);
            QueueLoop loop = new QueueLoop(sqs, queue, queues.url(queue), settings.of(queue), handler, metrics);
            loops.add(loop);
            threads.add(Thread.ofPlatform().name("poll-" + queue.word()).start(() -> run(loop)));
        }
    }

    private static void run(QueueLoop loop) {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "the loop of the queue %s died: the process ends",
                    loop.queue().word());
            Quarkus.asyncExit(1);
        }
    }

    /** Stops receiving, and finishes what is in work. */
    void stop(@Observes ShutdownEvent event) {
        loops.forEach(QueueLoop::stop);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether every loop runs; before the start there are none. */
    boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }
}
