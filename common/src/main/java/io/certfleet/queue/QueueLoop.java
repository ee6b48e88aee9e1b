package io.certfleet.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Reads one queue: gathers a batch over several receives until it is full or its window is over, hands it on, keeps its
 * messages invisible meanwhile, and deletes what succeeded. So at most one batch of a queue is in work.
 */
final class QueueLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(QueueLoop.class);
    // SQS would wait 20 s; a stop must not wait longer than containers are given to end (docker stop: 10 s).
    private static final int LONGEST_WAIT = 5;
    // The first failures are redelivered soon, the later ones so that 20 receives last half an hour of throttling.
    private static final long LONGEST_BACKOFF = 120;

    private final QueueName queue;
    private final Inbox inbox;
    private final QueueSettings.Batching batching;
    private final BatchHandler handler;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean reading = true;

    QueueLoop(
            QueueName queue,
            Inbox inbox,
            QueueSettings.Batching batching,
            BatchHandler handler,
            MeterRegistry metrics,
            InstantSource clock) {
        this.queue = queue;
        this.inbox = inbox;
        this.batching = batching;
        this.handler = handler;
        this.metrics = metrics;
        this.clock = clock;
    }

    QueueName queue() {
        return queue;
    }

    /** Whether SQS answered last time. */
    boolean isReading() {
        return reading;
    }

    /** Nothing more is received; a batch in work is finished, one that is still being gathered is given back. */
    void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public void run() {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("hide-" + queue.word()).factory())) {
            while (!isStopped()) {
                try {
                    gatherAndHandle(timer);
                    reading = true;
                } catch (SdkException e) {
                    reading = false;
                    LOG.errorf("not read queue=%s reason=%s", queue.word(), e.getMessage());
                    count("errors", 1);
                    pause();
                }
            }
        }
    }

    private void gatherAndHandle(ScheduledExecutorService timer) {
        List<Message> first = inbox.receive(batching.size(), LONGEST_WAIT);
        if (first.isEmpty()) {
            return;
        }
        Instant receivedAt = clock.instant();
        Map<String, Message> batch = gather(first, receivedAt.plus(batching.window()));
        if (isStopped()) {
            inbox.hide(batch.values(), _ -> 0);
            return;
        }
        count("received", batch.size());
        Set<String> failed;
        Duration every = batching.visibility().dividedBy(3);
        Duration elapsed = Duration.between(receivedAt, clock.instant());
        try (Heartbeat _ = new Heartbeat(timer, every.minus(elapsed), every, () -> keep(batch, receivedAt))) {
            failed = handle(batch);
        }
        settle(batch, failed);
    }

    /** By message id: SQS may deliver one message twice, and one batch holds it once, with the newest receipt. */
    private Map<String, Message> gather(List<Message> first, Instant end) {
        Map<String, Message> batch = new LinkedHashMap<>();
        first.forEach(message -> batch.put(message.messageId(), message));
        while (batch.size() < batching.size() && !isStopped()) {
            long millis = Duration.between(clock.instant(), end).toMillis();
            if (millis <= 0) {
                break;
            }
            inbox.receive(batching.size() - batch.size(), (int) Math.min(LONGEST_WAIT, Math.ceilDiv(millis, 1000)))
                    .forEach(message -> batch.put(message.messageId(), message));
        }
        return batch;
    }

    private void keep(Map<String, Message> batch, Instant receivedAt) {
        Duration left = batching.longest().minus(Duration.between(receivedAt, clock.instant()));
        long seconds = Math.min(batching.visibility().toSeconds(), left.toSeconds());
        if (seconds > 0) {
            inbox.hide(batch.values(), _ -> (int) seconds);
        }
    }

    private Set<String> handle(Map<String, Message> batch) {
        try {
            return metrics.timer("certfleet.queue.batch", "queue", queue.word())
                    .record(() -> handler.handle(
                            batch.values().stream().map(this::message).toList()));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "batch to be redelivered queue=%s messages=%d reason=%s",
                    queue.word(),
                    batch.size(),
                    e.getMessage());
            return batch.keySet();
        }
    }

    private void settle(Map<String, Message> batch, Set<String> failed) {
        List<Message> done = new ArrayList<>();
        List<Message> notDone = new ArrayList<>();
        for (Message message : batch.values()) {
            (failed.contains(message.messageId()) ? notDone : done).add(message);
        }
        count("succeeded", done.size());
        count("failed", notDone.size());
        inbox.delete(done);
        inbox.hide(notDone, this::backoff);
    }

    /** A failed message is redelivered after 2, 4, 8 ... seconds, at the latest when its visibility would end. */
    private int backoff(Message message) {
        long longest = Math.min(LONGEST_BACKOFF, batching.visibility().toSeconds());
        return (int) Math.min(longest, 1L << Math.min(20, message(message).receiveCount()));
    }

    private QueueMessage message(Message message) {
        Map<String, String> own = new HashMap<>();
        message.messageAttributes().forEach((name, value) -> own.put(name, value.stringValue()));
        return QueueMessage.of(
                message.messageId(), queue, message.body(), message.attributesAsStrings(), own, clock.instant());
    }

    private void count(String what, int messages) {
        metrics.counter("certfleet.queue." + what, "queue", queue.word()).increment(messages);
    }

    /** SQS itself is away: the next try is a second later, or never if the service stops meanwhile. */
    private void pause() {
        try {
            if (stopped.await(1, TimeUnit.SECONDS)) {
                LOG.debugf("read no more queue=%s", queue.word());
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }
}
