package io.certfleet.queue;

import io.quarkus.arc.profile.UnlessBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Live while every loop runs, ready while SQS answers all of them. */
@UnlessBuildProfile("lambda")
@ApplicationScoped
class PollerHealth {
    private final Poller poller;

    PollerHealth(Poller poller) {
        this.poller = poller;
    }

    @Produces
    @Liveness
    HealthCheck loopsRun() {
        return () ->
                HealthCheckResponse.named("loops run").status(poller.isAlive()).build();
    }

    @Produces
    @Readiness
    HealthCheck queuesAreRead() {
        return () -> HealthCheckResponse.named("queues are read")
                .status(poller.isReading())
                .build();
    }
}
