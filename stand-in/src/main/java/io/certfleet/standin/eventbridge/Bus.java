package io.certfleet.standin.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.certfleet.standin.account.Account;
import io.certfleet.standin.gateway.EventSink;
import io.certfleet.standin.gateway.Json;
import io.certfleet.standin.gateway.OneIn;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import software.amazon.event.ruler.Machine;

/** The default event bus of EventBridge: matches events as AWS does and sends them into queues. */
public final class Bus implements EventSink {
    private static final System.Logger LOG = System.getLogger(Bus.class.getName());

    private final Account account;
    private final InstantSource clock;
    private final BiConsumer<String, String> queues;
    private final ScheduledExecutorService executor;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Machine machine = Machine.builder().build();
    private final List<Copy> held = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Delivery delivery = Delivery.once();
    private volatile OneIn losses = new OneIn(0);
    private long copies;

    private record Copy(String queue, JsonNode event) {}

    /** A bus that sends bodies into queues by their names. */
    public Bus(
            Account account,
            InstantSource clock,
            BiConsumer<String, String> queues,
            ScheduledExecutorService executor) {
        this.account = account;
        this.clock = clock;
        this.queues = queues;
        this.executor = executor;
    }

    /** Adds a rule. */
    public void add(Rule rule) {
        try {
            machine.addRule(rule.queue(), rule.pattern());
        } catch (IOException e) {
            throw new IllegalArgumentException("the event pattern for the queue " + rule.queue() + " is wrong", e);
        }
    }

    /** Delivers from now on in another way. */
    public void delivery(Delivery changed) {
        this.delivery = changed;
        this.losses = new OneIn(changed.lostEvery());
    }

    @Override
    public void emit(String source, String detailType, List<String> resources, ObjectNode detail) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", account.id())
                .put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", account.region());
        resources.forEach(event.putArray("resources")::add);
        event.set("detail", detail);
        // An event is of the kind that its queue and its words say; one that no rule matches cannot be missed.
        targets(event).stream()
                .filter(queue -> !losses.picks(detailType + " for " + queue))
                .forEach(queue -> route(new Copy(queue, event)));
    }

    /** The queues whose rules an event matches. */
    List<String> targets(JsonNode event) {
        try {
            return machine.rulesForJSONEvent(text(event));
        } catch (Exception e) {
            throw new IllegalStateException("matching " + event, e);
        }
    }

    private void route(Copy copy) {
        Delivery current = delivery;
        after(Duration.ZERO, copy);
        if (!current.copies()) {
            return;
        }
        synchronized (held) {
            if (current.holds(++copies)) {
                held.add(copy);
                return;
            }
        }
        after(current.delay(random), copy);
    }

    /** Delivers the held copies of the events that are asked for, and answers how many. */
    public int releaseHeld(Predicate<JsonNode> event) {
        List<Copy> released;
        synchronized (held) {
            released = held.stream().filter(copy -> event.test(copy.event())).toList();
            held.removeAll(released);
        }
        released.forEach(copy -> after(Duration.ZERO, copy));
        return released.size();
    }

    /** Delivers all held copies, and answers how many. */
    public int releaseHeld() {
        return releaseHeld(event -> true);
    }

    /** How many events were lost, by their kinds. */
    public Map<String, Long> lost() {
        return losses.picked();
    }

    /** How many copies are still to be delivered, without the held ones. */
    public int underWay() {
        return underWay.get();
    }

    private void after(Duration delay, Copy copy) {
        if (executor.isShutdown()) {
            // Scripts that are ended with the stand-in still report how they ended.
            return;
        }
        underWay.incrementAndGet();
        var unused = executor.schedule(() -> send(copy), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(Copy copy) {
        try {
            queues.accept(copy.queue(), text(copy.event()));
        } catch (RuntimeException e) {
            if (executor.isShutdown()) {
                return;
            }
            // An exception in a scheduled task would otherwise be kept in a Future that nobody reads.
            LOG.log(Level.ERROR, "delivering an event to the queue " + copy.queue(), e);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static String text(JsonNode event) {
        return new String(Json.write(event), StandardCharsets.UTF_8);
    }
}
