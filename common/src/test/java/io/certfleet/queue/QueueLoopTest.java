package io.certfleet.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

@Timeout(30)
class QueueLoopTest {
    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    private final FakeQueue queue = new FakeQueue();
    private final List<List<String>> handled = new ArrayList<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private BatchHandler work = _ -> Set.of();
    private QueueLoop loop;

    @BeforeEach
    void stop_when_nothing_is_left() {
        queue.whenEmpty = () -> loop.stop();
    }

    private void run(int size, Duration window) {
        run(new QueueSettings.Batching(size, window, VISIBILITY, Duration.ofHours(12)));
    }

    private void run(QueueSettings.Batching batching) {
        BatchHandler handler = batch -> {
            handled.add(batch.stream().map(QueueMessage::id).toList());
            return work.handle(batch);
        };
        Inbox inbox = new Inbox(queue, QueueName.ISSUE, "http://sqs/issue", batching.visibility());
        loop = new QueueLoop(QueueName.ISSUE, inbox, batching, handler, metrics, queue);
        loop.run();
    }

    private double counted(String what) {
        return metrics.counter("certfleet.queue." + what, "queue", "issue").count();
    }

    private static String[] ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(id -> "m" + id).toArray(String[]::new);
    }

    @Test
    void a_batch_is_gathered_over_several_receives_until_it_is_full() {
        queue.then(ids(1, 10)).then(ids(11, 20)).then(ids(21, 25));
        run(25, Duration.ofSeconds(10));
        assertThat(handled).containsExactly(List.of(ids(1, 25)));
        assertThat(queue.received.stream().map(ReceiveMessageRequest::maxNumberOfMessages))
                .startsWith(10, 10, 5);
    }

    @Test
    void a_message_within_the_window_joins_and_one_after_it_does_not() {
        queue.then("m1").after(Duration.ofMillis(9_999), "m2").after(Duration.ofMillis(2_000), "m3");
        run(50, Duration.ofSeconds(10));
        assertThat(handled).containsExactly(List.of("m1", "m2"), List.of("m3"));
    }

    @Test
    void the_window_begins_with_the_first_message() {
        queue.after(Duration.ofSeconds(30), "m1").after(Duration.ofSeconds(9), "m2");
        run(50, Duration.ofSeconds(10));
        assertThat(handled).containsExactly(List.of("m1", "m2"));
    }

    @Test
    void without_a_window_one_receive_is_a_batch() {
        queue.then("m1").then("m2");
        run(10, Duration.ZERO);
        assertThat(handled).containsExactly(List.of("m1"), List.of("m2"));
    }

    @Test
    void no_receive_waits_longer_than_a_stop_may_take() {
        queue.then("m1");
        run(50, Duration.ofSeconds(60));
        assertThat(queue.received).allMatch(request -> request.waitTimeSeconds() <= 5);
    }

    @Test
    void a_message_delivered_twice_is_in_the_batch_once_with_its_newest_receipt() {
        queue.then("m1#old").then("m1#new", "m2");
        run(2, Duration.ofSeconds(10));
        assertThat(handled).containsExactly(List.of("m1", "m2"));
        assertThat(queue.deleted).containsExactly("receipt-m1#new", "receipt-m2");
    }

    @Test
    void nothing_is_deleted_before_the_handler_is_done_and_then_in_tens() {
        queue.then(ids(1, 10)).then(ids(11, 20)).then("m21");
        work = _ -> {
            assertThat(queue.deleted).isEmpty();
            return Set.of();
        };
        run(21, Duration.ofSeconds(10));
        assertThat(queue.deleted).hasSize(21);
        assertThat(queue.callSizes).containsExactly(10, 10, 1);
        assertThat(counted("succeeded")).isEqualTo(21);
    }

    @Test
    void what_failed_is_not_deleted_and_is_redelivered_later_each_time() {
        queue.then("x1", "x2", "x5", "x6", "x20", "done");
        work = _ -> Set.of("x1", "x2", "x5", "x6", "x20", "unknown");
        run(6, Duration.ofSeconds(10));
        assertThat(queue.deleted).containsExactly("receipt-done");
        assertThat(queue.hidden)
                .containsExactly("receipt-x1 2", "receipt-x2 4", "receipt-x5 32", "receipt-x6 60", "receipt-x20 60");
        assertThat(counted("failed")).isEqualTo(5);
        assertThat(counted("received")).isEqualTo(6);
    }

    @Test
    void when_the_handler_throws_the_whole_batch_is_redelivered_and_the_loop_goes_on() {
        queue.then("m1", "m2").then("m3");
        work = batch -> {
            if (batch.size() == 2) {
                throw new IllegalStateException("the test's");
            }
            return Set.of();
        };
        run(2, Duration.ZERO);
        assertThat(queue.deleted).containsExactly("receipt-m3");
        assertThat(queue.hidden).containsExactly("receipt-m1 2", "receipt-m2 2");
    }

    @Test
    void a_message_that_cannot_be_deleted_does_not_hold_up_the_loop() {
        queue.refused = "InternalError";
        queue.then("m1").then("m2");
        run(1, Duration.ZERO);
        assertThat(handled).hasSize(2);
    }

    @Test
    void a_message_that_cannot_be_deleted_is_deleted_once_more_alone() {
        queue.refused = "InternalError";
        queue.then("m1", "m2");
        run(2, Duration.ZERO);
        assertThat(queue.deleted).containsExactly("receipt-m1", "receipt-m2", "receipt-m1");
    }

    @Test
    void messages_are_kept_invisible_while_the_handler_works_and_not_after() throws InterruptedException {
        queue.then("m1", "m2");
        work = _ -> {
            awaitHides(4);
            return Set.of();
        };
        run(new QueueSettings.Batching(2, Duration.ZERO, Duration.ofSeconds(2), Duration.ofHours(12)));
        int beats = queue.hidden.size();
        assertThat(queue.hidden).hasSizeGreaterThanOrEqualTo(4).containsOnly("receipt-m1 2", "receipt-m2 2");
        sleep(1_000);
        assertThat(queue.hidden).hasSize(beats);
    }

    @Test
    void they_are_never_kept_longer_than_their_queue_allows() {
        queue.then("m1");
        work = _ -> {
            queue.pass(Duration.ofSeconds(238));
            awaitHides(1);
            queue.pass(Duration.ofSeconds(2));
            sleep(1_500);
            return Set.of();
        };
        run(new QueueSettings.Batching(1, Duration.ZERO, Duration.ofSeconds(3), Duration.ofMinutes(4)));
        assertThat(queue.hidden).containsOnly("receipt-m1 2");
    }

    @Test
    void a_stop_finishes_the_batch_in_work() {
        queue.then("m1").then("m2");
        work = _ -> {
            loop.stop();
            return Set.of();
        };
        run(1, Duration.ZERO);
        assertThat(queue.deleted).containsExactly("receipt-m1");
        assertThat(handled).hasSize(1);
    }

    @Test
    void a_stop_gives_back_at_once_what_was_not_begun() {
        queue.then("m1");
        queue.receives.add(_ -> {
            loop.stop();
            return List.of();
        });
        run(50, Duration.ofSeconds(10));
        assertThat(handled).isEmpty();
        assertThat(queue.deleted).isEmpty();
        assertThat(queue.hidden).containsExactly("receipt-m1 0");
    }

    @Test
    void a_queue_that_does_not_answer_is_asked_again() {
        queue.receives.add(_ -> {
            throw SqsException.builder().message("the test's").build();
        });
        queue.receives.add(_ -> {
            assertThat(loop.isReading()).isFalse();
            return FakeQueue.message("m1");
        });
        run(1, Duration.ZERO);
        assertThat(handled).hasSize(1);
        assertThat(loop.isReading()).isTrue();
        assertThat(counted("errors")).isEqualTo(1);
    }

    @Test
    void an_error_that_nobody_expects_ends_the_loop() {
        queue.receives.add(_ -> {
            throw new IllegalStateException("the test's");
        });
        assertThatThrownBy(() -> run(1, Duration.ZERO)).hasMessage("the test's");
    }

    /** Waits for the heartbeat itself, which may be late; the class's time-out bounds it. */
    private void awaitHides(int messages) {
        while (queue.hides() < messages) {
            sleep(20);
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
