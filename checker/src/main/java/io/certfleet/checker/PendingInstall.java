package io.certfleet.checker;

import io.certfleet.message.Message.InstallDue;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that was issued and stands still on its way to its host. A request tries it at once, before it has
 * another one issued.
 */
final class PendingInstall {
    private PendingInstall() {}

    /** The next attempt at it; empty if there is none, or if it is of no use any more. */
    static Optional<InstallDue> toTry(Host host, Instant requestedAt, Duration validity) {
        return host.rotation()
                .filter(rotation -> rotation.step() == Step.INSTALLING && standsStill(host, rotation))
                .filter(rotation -> !host.onlyNewKeyHelps(rotation.id()))
                // A request that comes again has had its try.
                .filter(rotation -> rotation.stepAt().isBefore(requestedAt))
                .filter(rotation -> !rotation.isPastInstallWindow(requestedAt, validity))
                .filter(_ -> !host.isReconfigured())
                .map(rotation -> new InstallDue(host.hostId(), rotation.id(), rotation.attempts() + 1));
    }

    /** It failed, waits for a host that is unreachable or for AWS, or can never succeed. */
    static boolean standsStill(Host host, Rotation rotation) {
        return rotation.paused()
                || rotation.attempt().heldUpAt().isPresent()
                || host.state() == HostState.OFFLINE
                || host.onlyNewKeyHelps(rotation.id());
    }
}
