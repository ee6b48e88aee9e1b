package io.certfleet.queue;

import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Up while every queue is being read. */
@UnlessBuildProfile("lambda")
@Liveness
@Readiness
@ApplicationScoped
class PollerHealth implements HealthCheck {
    private final Poller poller;

    PollerHealth(Poller poller) {
        this.poller = poller;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("queues are read")
                .status(poller.isAlive())
                .build();
    }
}
