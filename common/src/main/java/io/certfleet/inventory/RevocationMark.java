package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a revocation writes into a host's row. The order of the requests decides, not that of their messages: a rotation
 * by which an operator readmits the host after the revocation goes on, however late the revocation is handled.
 */
public final class RevocationMark {
    private final Host host;
    private final Instant revokedAt;

    /** A revocation asked for at this time; an older one does not make the row's revocation older. */
    public RevocationMark(Host host, Instant requestedAt) {
        this.host = host;
        this.revokedAt = host.revokedAt().filter(requestedAt::isBefore).orElse(requestedAt);
    }

    /** The rotation that lets the host in again after the revocation: its certificate is not meant by it. */
    public Optional<Rotation> spared() {
        return host.rotation()
                .filter(_ -> host.readmittedAt().filter(revokedAt::isBefore).isPresent())
                .filter(rotation ->
                        rotation.orderedAt().filter(revokedAt::isBefore).isPresent());
    }

    /** Marks certificates only. Holds while the row has the rotation and the certificates that were read. */
    public Update certificates(Collection<Serial> serials) {
        return host.ifStill()
                .whenSize("unexpired", host.unexpired().size())
                .when("rotation.id", host.rotation().map(Rotation::id))
                .when("rotation.keyDigest", host.rotation().flatMap(Rotation::keyDigest))
                .add("revokedSerials", serials.stream().map(Serial::hex).toList());
    }

    /** Marks certificates, one of which the host works with or is being given: the host is revoked. */
    public Update identity(Collection<Serial> serials) {
        Update update =
                certificates(serials).set("state", HostState.REVOKED.word()).set("revokedAt", revokedAt);
        if (spared().isPresent()
                && issued(spared().get()).filter(serials::contains).isEmpty()) {
            return update;
        }
        // An order that the rotation satisfies may be written into it meanwhile.
        update.when(
                        "rotation.orderedAt",
                        host.rotation().flatMap(Rotation::orderedAt).map(Instant::toString))
                .remove("rotation", "retryAt");
        host.rotation().ifPresent(ended -> update.set("lastRotation", ended.id()));
        host.rotation().flatMap(LostKey::of).ifPresent(lost -> update.add("lostKeys", List.of(lost.member())));
        host.brokenRotation().flatMap(BrokenRotation::keyDigest).ifPresent(key -> update.add("lostKeys", List.of(key)));
        if (host.isWithoutExpiry()) {
            // A row without expiry is due, also a revoked one: only an operator may make it so after the revocation.
            update.set("expiry", revokedAt);
        }
        return update;
    }

    private static Optional<Serial> issued(Rotation rotation) {
        return rotation.certificateArn().map(Serial::ofArn);
    }
}
