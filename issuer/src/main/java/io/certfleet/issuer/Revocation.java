package io.certfleet.issuer;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.HostState;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.UnexpiredCertificate;
import io.certfleet.inventory.Update;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Serial;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Revokes: the row says so first, so that no sweep hands out a new certificate; then the CA is told, serial by serial. */
@ApplicationScoped
class Revocation {
    private static final Logger LOG = Logger.getLogger(Revocation.class);

    private final Inventory inventory;
    private final CertificateAuthority authority;
    private final Outbox outbox;

    Revocation(Inventory inventory, CertificateAuthority authority, Outbox outbox) {
        this.inventory = inventory;
        this.authority = authority;
        this.outbox = outbox;
    }

    /** Revokes what the message names; false if the row changed meanwhile and the message must come back. */
    boolean revoke(RevocationDue due, Instant now) {
        Optional<Host> host = inventory.find(due.hostId());
        if (host.isEmpty()) {
            due.serial().ifPresent(serial -> authority.revoke(serial, due.reason()));
            LOG.infof(
                    "revoked hostID=%s serial=%s reason=%s (not in the table)",
                    due.hostId(), due.serial(), due.reason());
            return true;
        }
        boolean marked = isMarked(host.get(), due);
        Set<Serial> serials = marked ? marked(host.get(), due) : serials(host.get(), due);
        Instant revokedAt = marked ? host.get().revokedAt().orElse(now) : later(now, due.requestedAt());
        if (!marked && !inventory.write(mark(host.get(), due, serials, revokedAt))) {
            return false;
        }
        serials.forEach(serial -> authority.revoke(serial, due.reason()));
        LOG.infof("revoked hostID=%s serials=%s reason=%s", due.hostId(), serials, due.reason());
        if (due.rotate()) {
            outbox.send(QueueName.ISSUE, List.of(Outgoing.now(renewal(host.get(), due, revokedAt))));
        }
        return true;
    }

    /** A message that comes again must not reach what was issued since. */
    private static boolean isMarked(Host host, RevocationDue due) {
        return due.serial().isPresent()
                ? host.revokedSerials().contains(due.serial().get())
                : host.revokedAt().filter(at -> !at.isBefore(due.requestedAt())).isPresent();
    }

    private static Set<Serial> marked(Host host, RevocationDue due) {
        return due.serial().map(Set::of).orElse(host.revokedSerials());
    }

    private static Set<Serial> serials(Host host, RevocationDue due) {
        return due.serial()
                .map(Set::of)
                .orElseGet(() -> Stream.concat(
                                host.unexpired().stream().map(UnexpiredCertificate::serial), host.serial().stream())
                        .collect(Collectors.toSet()));
    }

    private static Update mark(Host host, RevocationDue due, Set<Serial> serials, Instant revokedAt) {
        Update update = host.ifStill()
                .whenSize("unexpired", host.unexpired().size())
                .when("rotation.id", host.rotation().map(Rotation::id))
                .add("revokedSerials", serials.stream().map(Serial::hex).toList());
        if (due.serial().isPresent() && !isItsIdentity(host, due.serial().get())) {
            // An older certificate, or one that was issued wrongly: what the host works with stays good.
            return update;
        }
        update.set("state", HostState.REVOKED.word())
                .set("revokedAt", revokedAt)
                .remove("rotation", "rotateAgain", "retryAt");
        host.rotation()
                .filter(Rotation::awaitsAdoption)
                .flatMap(Rotation::keyDigest)
                .ifPresent(key -> update.add("lostKeys", List.of(key)));
        if (host.expiry().isEmpty()) {
            // A row without expiry is due, also a revoked one: only an operator may make it so after the revocation.
            update.set("expiry", revokedAt);
        }
        return update;
    }

    private static boolean isItsIdentity(Host host, Serial serial) {
        return host.serial().filter(serial::equals).isPresent();
    }

    private static RenewalDue renewal(Host host, RevocationDue due, Instant revokedAt) {
        return new RenewalDue(
                host.hostId(),
                due.rotationId(),
                host.serial(),
                HostState.REVOKED.word(),
                "revoked with rotate: " + due.reason(),
                // After the revocation, and the same whenever this message comes again.
                revokedAt.plusMillis(1),
                true,
                Optional.empty(),
                0);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
