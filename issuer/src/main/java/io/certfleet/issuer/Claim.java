package io.certfleet.issuer;

import io.certfleet.failure.Failure;
import io.certfleet.inventory.Inventory;
import io.certfleet.message.HostId;
import io.certfleet.message.Message.RenewalDue;
import io.certfleet.notification.Notifications;
import io.certfleet.revocation.RevocationRecord;
import io.certfleet.revocation.Revocations;
import io.certfleet.revocation.RevokedHosts;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSettings;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.InvalidSettingException;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Transitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Claims hosts for rotations: the row says what is about to happen before the host is asked for anything. */
@ApplicationScoped
class Claim {
    private static final Logger LOG = Logger.getLogger(Claim.class);

    private final Inventory inventory;
    private final Revocations revocations;
    private final RevokedHosts revokedHosts;
    private final SettingsOfHost settingsOfHost;
    private final Failure failure;
    private final Notifications notifications;

    Claim(
            Inventory inventory,
            Revocations revocations,
            RevokedHosts revokedHosts,
            SettingsOfHost settingsOfHost,
            Failure failure,
            Notifications notifications) {
        this.inventory = inventory;
        this.revocations = revocations;
        this.revokedHosts = revokedHosts;
        this.settingsOfHost = settingsOfHost;
        this.failure = failure;
        this.notifications = notifications;
    }

    /** What the host is to be asked with; empty if this message changes nothing or the host cannot be asked. */
    Optional<CsrRequest> claim(Host host, RenewalDue due, Optional<RevocationRecord> revoked, Instant now) {
        Optional<RevocationRecord> barring = revoked.filter(record -> record.bars(now));
        ClaimDecision decision = ClaimDecision.of(host, due, now);
        if (barring.isPresent() && host.enabled() && !mayReadmit(decision, due, barring.get())) {
            keepOut(host, barring, now);
            return Optional.empty();
        }
        if (barring.isPresent() && decision instanceof ClaimDecision.Begin) {
            // Before the row is: a copy of the revocation's message must not take what is issued now for what it is
            // about.
            revocations.change(
                    host.hostId(), now, record -> record.readmitted(due.cause().at()));
        }
        return switch (decision) {
            case ClaimDecision.Begin _ -> begin(host, due, now);
            case ClaimDecision.Resend _ -> resend(host.rotation().orElseThrow(), host, due.attempt(), now);
            case ClaimDecision.Send _ -> {
                Rotation rotation = host.rotation().orElseThrow();
                yield Optional.of(CsrRequest.of(host, rotation.id(), rotation.settings(), rotation.attempts()));
            }
            case ClaimDecision.Join _ -> {
                join(host, due);
                yield Optional.empty();
            }
            case ClaimDecision.Remember _ -> {
                remember(host, due);
                yield Optional.empty();
            }
            case ClaimDecision.Leave(String reason) -> {
                LOG.infof("not claimed hostID=%s rotation=%s reason=%s", host.hostId(), due.rotationId(), reason);
                yield Optional.empty();
            }
        };
    }

    /** Only an operator lets a revoked host in again, and only by what is asked for after the revocation. */
    private static boolean mayReadmit(ClaimDecision decision, RenewalDue due, RevocationRecord revoked) {
        return decision instanceof ClaimDecision.Leave
                || (isReadmission(due)
                        && revoked.revokedAt().filter(due.cause().at()::isAfter).isPresent());
    }

    /** By saying so, or by removing the expiry of a row that says revoked. */
    private static boolean isReadmission(RenewalDue due) {
        return due.cause().readmit()
                || (due.cause().forced()
                        && HostState.REVOKED.word().equals(due.seen().state()));
    }

    private void keepOut(Host host, Optional<RevocationRecord> revoked, Instant now) {
        if (host.state() == HostState.REVOKED && host.rotation().isEmpty()) {
            LOG.infof("not claimed hostID=%s reason=the host is revoked, and nobody has readmitted it", host.hostId());
            return;
        }
        revokedHosts.keepOut(revoked, now);
    }

    /** Why a host whose row was not found is never claimed; empty if it has one by now: the message is redelivered. */
    Optional<String> impossible(RenewalDue due) {
        return inventory.find(due.hostId()).isPresent()
                ? Optional.empty()
                : Optional.of(due.hostId() + " is not in the table");
    }

    private Optional<CsrRequest> begin(Host host, RenewalDue due, Instant now) {
        HostSettings settings;
        try {
            if (!HostId.isValid(host.hostId())) {
                throw new IllegalArgumentException(
                        "attribute hostID is '" + host.hostId() + "': no SSM managed-node id");
            }
            settings = settingsOfHost.of(host);
        } catch (InvalidSettingException | IllegalArgumentException e) {
            failure.refuse(host, Transitions.unclaimable(host, due), "claim", e.getMessage(), now);
            return Optional.empty();
        }
        if (!inventory.write(Transitions.claimed(host, due, settings, settingsOfHost.terms(host), now))) {
            LOG.infof(
                    "not claimed hostID=%s rotation=%s reason=the row changed meanwhile",
                    host.hostId(), due.rotationId());
            requireUnforced(due);
            return Optional.empty();
        }
        host.rotation().ifPresent(rotation -> reportClosed(host, rotation));
        LOG.infof(
                "claimed hostID=%s rotation=%s reason=%s",
                host.hostId(), due.rotationId(), due.cause().reason());
        return Optional.of(CsrRequest.of(host, due.rotationId(), settings, 0));
    }

    /** What the sweep asks for it asks for again; an operator's request is redelivered and decided anew. */
    private static void requireUnforced(RenewalDue due) {
        if (due.cause().forced()) {
            throw new IllegalStateException("the row of " + due.hostId() + " changed meanwhile");
        }
    }

    private void reportClosed(Host host, Rotation rotation) {
        LOG.warnf(
                "closed hostID=%s rotation=%s step=%s",
                host.hostId(), rotation.id(), rotation.step().word());
        if (rotation.awaitsAdoption()) {
            notifications.alarm(
                    "a certificate of " + host.hostId() + " may be lost",
                    "The CA was asked for a certificate (rotation " + rotation.id() + ", public key "
                            + rotation.keyDigest().orElseThrow()
                            + ") and neither its answer nor its event arrived. A new rotation has begun. If the"
                            + " certificate turns up, it is recorded and can be revoked.");
        }
    }

    private Optional<CsrRequest> resend(Rotation rotation, Host host, int attempt, Instant now) {
        boolean written = inventory.write(Transitions.csrRequestedAgain(host, rotation, attempt, now));
        return written
                ? Optional.of(CsrRequest.of(host, rotation.id(), rotation.settings(), attempt))
                : Optional.empty();
    }

    private void join(Host host, RenewalDue due) {
        Rotation rotation = host.rotation().orElseThrow();
        if (!inventory.write(Transitions.joined(host, due))) {
            requireUnforced(due);
        }
        LOG.infof(
                "joined hostID=%s rotation=%s reason=its key is made after the request: %s",
                host.hostId(), rotation.id(), due.cause().reason());
    }

    private void remember(Host host, RenewalDue due) {
        Optional<Instant> later = host.rotateAgain().filter(due.cause().at()::isBefore);
        if (later.isPresent() && !due.cause().readmit()) {
            return;
        }
        if (!inventory.write(
                Transitions.remembered(host, due, later.orElse(due.cause().at())))) {
            requireUnforced(due);
        }
        LOG.infof(
                "remembered hostID=%s reason=a rotation is under way: %s",
                host.hostId(), due.cause().reason());
    }
}
