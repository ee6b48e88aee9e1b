package io.certfleet.checker;

import io.certfleet.message.Message;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Requests a sweep regularly where no EventBridge Scheduler does ({@code certfleet.sweep-every}, off by "off"). */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class Schedule {
    private final Outbox outbox;

    Schedule(Outbox outbox) {
        this.outbox = outbox;
    }

    @Scheduled(every = "${certfleet.sweep-every}", identity = "sweep")
    void sweep() {
        outbox.send(QueueName.CHECK, List.of(Outgoing.now(new Message.Sweep())));
    }
}
