package io.certfleet.drill;

import io.certfleet.drill.operator.Operator;
import io.certfleet.standin.gateway.Json;
import java.time.Duration;
import java.time.Instant;

/** What EventBridge Scheduler sends on AWS, and the drill while it waits, where events are lost: sweeps, and looks at the CRL. */
final class Schedule {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Operator operator;
    private final boolean running;
    private Instant next = Instant.MIN;

    /** Sends nothing unless it is running. */
    Schedule(Operator operator, boolean running) {
        this.operator = operator;
        this.running = running;
    }

    /** Sends what is due. */
    void look() {
        Instant now = Instant.now();
        if (!running || now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        operator.request(Requests.sweep());
        operator.sqs(
                "SendMessage",
                Json.object()
                        .put("QueueUrl", operator.variable("CRL_QUEUE_URL"))
                        .put("MessageBody", "{\"type\":\"verify-crl\"}"));
    }
}
