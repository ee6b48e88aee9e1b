package io.certfleet.checker;

import io.certfleet.message.Message;
import io.certfleet.message.Message.CheckerMessage;
import io.certfleet.message.Message.Revoke;
import io.certfleet.message.Message.Rotate;
import io.certfleet.message.Message.RotateLater;
import io.certfleet.message.Message.Sweep;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.message.Message.VerifyCrl;
import io.certfleet.queue.BatchHandler;
import io.certfleet.queue.BatchReader;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The checker: sweeps, and takes operators' requests. It reads the table, and reaches no host and no CA. */
@ApplicationScoped
class CheckerHandler implements BatchHandler {
    // Scan's TotalSegments (DynamoDB API reference).
    private static final int MOST_SEGMENTS = 1_000_000;

    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final Sweeper sweeper;
    private final RotateRequests rotateRequests;
    private final RevokeRequests revokeRequests;
    private final Policy policy;
    private final Clock clock;

    CheckerHandler(
            BatchReader reader,
            DeadLetters deadLetters,
            Sweeper sweeper,
            RotateRequests rotateRequests,
            RevokeRequests revokeRequests,
            Policy policy,
            Clock clock) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.sweeper = sweeper;
        this.rotateRequests = rotateRequests;
        this.revokeRequests = revokeRequests;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public Set<String> handle(List<QueueMessage> batch) {
        Failures failures = new Failures();
        reader.read(batch)
                .forEach((message, body) -> failures.unless(message, () -> {
                    handle(message, body);
                    return true;
                }));
        return failures.ids();
    }

    private void handle(QueueMessage message, Message body) {
        if (!(body instanceof CheckerMessage own)) {
            deadLetters.reject(
                    message,
                    body instanceof VerifyCrl ? "verify-crl goes to the crl queue" : "not a message for the checker");
            return;
        }
        switch (own) {
            case Sweep _ -> sweeper.sweep(message.id());
            case SweepSegment part -> sweep(message, part);
            case Rotate request -> rotateRequests.take(message, request);
            case RotateLater request -> rotateRequests.goOn(message, request);
            case Revoke request -> revokeRequests.revoke(message, request);
        }
    }

    private void sweep(QueueMessage message, SweepSegment part) {
        if (part.segment() >= part.segments() || part.segments() > MOST_SEGMENTS) {
            deadLetters.reject(message, "segment " + part.segment() + " of " + part.segments() + " does not exist");
            return;
        }
        sweeper.sweep(part, clock.instant().plus(policy.sweepBudget()));
    }
}
