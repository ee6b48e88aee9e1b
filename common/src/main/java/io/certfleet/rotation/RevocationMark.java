package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Serial;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.Collection;
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
                        rotation.requestedAt().filter(revokedAt::isBefore).isPresent());
    }

    /** Marks certificates only. Holds while the row has the rotation and the certificates that were read. */
    public Update certificates(Collection<Serial> serials) {
        return RowMarks.revoked(
                host.ifStill()
                        .whenSize(UNEXPIRED, host.unexpired().size())
                        .when(in(ID), host.rotation().map(Rotation::id))
                        .when(in(KEY_DIGEST), host.rotation().flatMap(Rotation::keyDigest)),
                serials);
    }

    /** Marks certificates, one of which the host works with or is being given: the host is revoked. */
    public Update identity(Collection<Serial> serials) {
        Update update = certificates(serials);
        boolean isSpared = spared().isPresent()
                && issued(spared().get()).filter(serials::contains).isEmpty();
        return isSpared ? Transitions.revokedBefore(update, revokedAt) : Transitions.revoked(update, host, revokedAt);
    }

    private static Optional<Serial> issued(Rotation rotation) {
        return rotation.certificateArn().map(Serial::ofArn);
    }
}
