package io.certfleet.checker;

import io.certfleet.message.Message;
import io.certfleet.message.Message.Revoke;
import io.certfleet.message.Message.Rotate;
import io.certfleet.message.Message.Sweep;
import io.certfleet.message.Message.SweepSegment;
import io.certfleet.message.Message.VerifyCrl;
import io.certfleet.queue.BatchHandler;
import io.certfleet.queue.BatchReader;
import io.certfleet.queue.DeadLetters;
import io.certfleet.queue.Failures;
import io.certfleet.queue.QueueMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** The checker: sweeps, and takes operators' orders. It reads the table, and reaches no host and no CA. */
@ApplicationScoped
class CheckerHandler implements BatchHandler {
    private final BatchReader reader;
    private final DeadLetters deadLetters;
    private final Sweeper sweeper;
    private final Orders orders;

    CheckerHandler(BatchReader reader, DeadLetters deadLetters, Sweeper sweeper, Orders orders) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.sweeper = sweeper;
        this.orders = orders;
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
        switch (body) {
            case Sweep _ -> sweeper.sweep();
            case SweepSegment part -> sweeper.sweep(part);
            case Rotate order -> orders.rotate(message, order);
            case Revoke order -> orders.revoke(message, order);
            case VerifyCrl _ -> deadLetters.reject(message, "verify-crl goes to the crl queue");
            case Message.RenewalDue _,
                    Message.RevocationDue _,
                    Message.CommandFinished _,
                    Message.CertificateIssued _,
                    Message.IssuanceFailed _,
                    Message.CertificateRevoked _,
                    Message.InstallDue _,
                    Message.CrlObjectCreated _ -> deadLetters.reject(message, "no message for the checker");
        }
    }
}
