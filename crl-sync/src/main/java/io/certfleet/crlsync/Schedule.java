package io.certfleet.crlsync;

import io.certfleet.message.Message;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks at the CRL regularly where no EventBridge Scheduler does ({@code certfleet.verify-crl-every}, off by "off"). */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class Schedule {
    private final Outbox outbox;

    Schedule(Outbox outbox) {
        this.outbox = outbox;
    }

    @Scheduled(every = "${certfleet.verify-crl-every}", identity = "verify-crl")
    void verify() {
        outbox.send(QueueName.CRL, List.of(Outgoing.now(new Message.VerifyCrl(false))));
    }
}
