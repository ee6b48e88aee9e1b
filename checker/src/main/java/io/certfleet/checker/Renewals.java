package io.certfleet.checker;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RotateLater;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes the messages that ask for a new certificate; each carries the id of the rotation that it begins. */
final class Renewals {
    private Renewals() {}

    /** Asked for when the sweep read the row, so that a rotation begun since is seen to satisfy it. */
    static RenewalDue swept(Host host, Decision.Renew renew, Instant readAt) {
        // A request that waited keeps its time: a second sweep before the claim asks for nothing more.
        Instant requestedAt = host.rotateAgain()
                .filter(_ -> renew.forced())
                .filter(at -> host.rotatedAt().map(at::isAfter).orElse(true))
                .orElse(readAt);
        // Only by removing its expiry, or by a request that readmits, is a revoked host due at all.
        boolean readmit = renew.forced() && host.state() == HostState.REVOKED;
        return due(
                host,
                UUID.randomUUID().toString(),
                renew.reason(),
                requestedAt,
                renew.forced(),
                readmit,
                renew.closes());
    }

    /**
     * A request that comes again asks for the same rotation.
     *
     * @param tries whether a certificate on its way is tried first: then its rotation is left to end
     */
    static RenewalDue requested(Host host, RotateLater request, boolean tries) {
        // A rotation that failed or waits for an unreachable host is not what the operator asks for.
        Optional<String> closes = host.rotation()
                .filter(rotation -> !tries && PendingInstall.standsStill(host, rotation))
                .filter(rotation -> rotation.startedAt().isBefore(request.requestedAt()))
                .map(Rotation::id);
        return due(
                host,
                requestId(request.requestId(), host.hostId()),
                "requested: " + request.reason(),
                request.requestedAt(),
                true,
                request.readmit(),
                closes);
    }

    /** The id of the rotation that a request begins for a host. */
    static String requestId(String messageId, String hostId) {
        return UUID.nameUUIDFromBytes((messageId + " " + hostId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static RenewalDue due(
            Host host,
            String rotationId,
            String reason,
            Instant requestedAt,
            boolean forced,
            boolean readmit,
            Optional<String> closes) {
        return new RenewalDue(
                host.hostId(),
                rotationId,
                new RenewalDue.Seen(
                        host.serial(),
                        host.state().word(),
                        host.rotation().isEmpty() && host.brokenRotation().isEmpty(),
                        closes),
                new RenewalDue.Cause(reason, requestedAt, forced, readmit),
                0,
                Optional.empty());
    }
}
