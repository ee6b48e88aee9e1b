package io.certfleet.issuer;

import io.certfleet.inventory.Host;
import io.certfleet.inventory.HostState;
import io.certfleet.inventory.Inventory;
import io.certfleet.inventory.RevocationMark;
import io.certfleet.inventory.Rotation;
import io.certfleet.inventory.Update;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Message.RevocationDue;
import io.certfleet.message.Serial;
import io.certfleet.queue.Outbox;
import io.certfleet.queue.Outgoing;
import io.certfleet.queue.QueueName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Revokes: the row says so first, so that no sweep hands out a new certificate; then the CA is told, serial by serial. */
@ApplicationScoped
class Revocation {
    private static final Logger LOG = Logger.getLogger(Revocation.class);

    // notAfter of a certificate whose event has not come is an estimate.
    private static final Duration ESTIMATE = Duration.ofHours(1);

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
                    "revoked hostID=%s serial=%s reason=%s (without a row)", due.hostId(), due.serial(), due.reason());
            return true;
        }
        boolean marked = isMarked(host.get(), due, now);
        Set<Serial> serials = marked ? marked(host.get(), due) : serials(host.get(), due, now);
        if (!marked && !inventory.write(mark(host.get(), due, serials))) {
            return false;
        }
        tell(serials, due);
        LOG.infof("revoked hostID=%s serials=%s reason=%s", due.hostId(), serials, due.reason());
        if (due.rotate()) {
            outbox.send(QueueName.ISSUE, List.of(Outgoing.now(renewal(host.get(), due))));
        }
        return true;
    }

    /** One that the CA refuses does not protect the others; the message comes back for it. */
    private void tell(Set<Serial> serials, RevocationDue due) {
        Optional<RuntimeException> failed = Optional.empty();
        for (Serial serial : serials) {
            try {
                authority.revoke(serial, due.reason());
            } catch (RuntimeException e) {
                LOG.errorf("not revoked hostID=%s serial=%s reason=%s", due.hostId(), serial, e.getMessage());
                failed = Optional.of(e);
            }
        }
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    /** A message that comes again must not reach what was issued since. */
    private static boolean isMarked(Host host, RevocationDue due, Instant now) {
        if (due.serial().isPresent()) {
            return host.revokedSerials().contains(due.serial().get());
        }
        boolean later =
                host.revokedAt().filter(at -> !at.isBefore(requestedAt(due))).isPresent();
        // Revoked since, but one certificate only: until a rotation has ended well, all that is unexpired is of before,
        // but for what the rotation that was ordered since was issued.
        boolean since = host.rotation().isEmpty()
                || new RevocationMark(host, requestedAt(due)).spared().isPresent();
        boolean partly = host.state() == HostState.REVOKED
                && since
                && !host.revokedSerials().containsAll(serials(host, due, now));
        return later && !partly;
    }

    /** As exactly as the row keeps it. */
    private static Instant requestedAt(RevocationDue due) {
        return due.requestedAt().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Set<Serial> marked(Host host, RevocationDue due) {
        return due.serial().map(Set::of).orElse(host.revokedSerials());
    }

    private static Set<Serial> serials(Host host, RevocationDue due, Instant now) {
        return due.serial().map(Set::of).orElseGet(() -> unexpired(host, due, now));
    }

    private static Set<Serial> unexpired(Host host, RevocationDue due, Instant now) {
        Set<Serial> serials = new HashSet<>();
        host.unexpired().stream()
                .filter(certificate -> now.isBefore(certificate.notAfter().plus(ESTIMATE)))
                .forEach(certificate -> serials.add(certificate.serial()));
        host.serial()
                .filter(_ ->
                        host.expiry().filter(expiry -> !now.isBefore(expiry)).isEmpty())
                .ifPresent(serials::add);
        new RevocationMark(host, requestedAt(due))
                .spared()
                .flatMap(Rotation::certificateArn)
                .map(Serial::ofArn)
                .ifPresent(serials::remove);
        return serials;
    }

    private static Update mark(Host host, RevocationDue due, Set<Serial> serials) {
        RevocationMark mark = new RevocationMark(host, requestedAt(due));
        // An older certificate, or one that was issued wrongly: what the host works with stays good.
        return due.serial().filter(serial -> !isItsIdentity(host, serial)).isPresent()
                ? mark.certificates(serials)
                : mark.identity(serials);
    }

    /** What it works with, or what it is being given: it may have switched already. */
    private static boolean isItsIdentity(Host host, Serial serial) {
        return Stream.concat(
                        host.serial().stream(),
                        host.rotation().flatMap(Rotation::certificateArn).map(Serial::ofArn).stream())
                .anyMatch(serial::equals);
    }

    private static RenewalDue renewal(Host host, RevocationDue due) {
        return new RenewalDue(
                host.hostId(),
                due.rotationId(),
                host.serial(),
                HostState.REVOKED.word(),
                "revoked with rotate: " + due.reason(),
                // After the revocation, before any later one, and the same whenever this message comes again.
                requestedAt(due).plusMillis(1),
                true,
                true,
                Optional.empty(),
                0,
                Optional.empty());
    }
}
