package io.certfleet.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
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
    private final Clock clock;
    private final List<QueueLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Poller(
            SqsClient sqs,
            Queues queues,
            QueueSettings settings,
            BatchHandler handler,
            MeterRegistry metrics,
            Clock clock) {
        this.sqs = sqs;
        this.queues = queues;
        this.settings = settings;
        this.handler = handler;
        this.metrics = metrics;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        for (QueueName queue : queues.consumed()) {
            QueueSettings.Batching batching = settings.of(queue);
            Inbox inbox = new Inbox(sqs, queue, queues.url(queue), batching.visibility());
            loops.add(new QueueLoop(queue, inbox, batching, handler, metrics, clock));
        }
        for (QueueLoop loop : loops) {
            threads.add(Thread.ofPlatform().name("poll-" + loop.queue().word()).start(() -> run(loop)));
        }
    }

    private static void run(QueueLoop loop) {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "loop died, the process ends queue=%s", loop.queue().word());
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

    /** Whether every loop runs. */
    boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    /** Whether every loop was answered by SQS last time. */
    boolean isReading() {
        return isAlive() && loops.stream().allMatch(QueueLoop::isReading);
    }
}
