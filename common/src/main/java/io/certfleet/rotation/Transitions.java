package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Message.RenewalDue;
import io.certfleet.message.Serial;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * How a rotation goes on: each function is one transition, from the row as it was read to one write that holds only while the
 * row is still so. docs/architecture.md has the table of them. Whoever calls one writes it before the effect that it tells
 * of, or after the effect whose result it is.
 */
public final class Transitions {
    private Transitions() {}

    // --- claimed by the issuer
    // ------------------------------------------------------------------------------------------

    /** A rotation begins, in place of the one that it closes: the host will be asked for a CSR. */
    public static Update claimed(
            Host host, RenewalDue due, HostSettings settings, CertificateTerms terms, Instant now) {
        Update update = readmitting(unclaimed(host), host, due)
                .set(ROTATION, RotationItem.begun(host, due, settings, terms, now))
                .remove(ROTATE_AGAIN);
        host.rotation().ifPresent(closed -> update.set(LAST_ROTATION, closed.id()));
        return update;
    }

    /** The host cannot be asked: the rotation ends before it begins. */
    public static Update unclaimable(Host host, RenewalDue due) {
        return unclaimed(host).set(LAST_ROTATION, due.rotationId()).remove(ROTATION, ROTATE_AGAIN);
    }

    /** The host will be asked for its CSR again. */
    public static Update csrRequestedAgain(Host host, Rotation rotation, int attempt, Instant now) {
        return during(host, rotation.id(), Step.CSR_REQUESTED)
                .whenAsRead(ENABLED)
                .when(in(ATTEMPTS), rotation.attempts())
                .whenAbsent(in(KEY_DIGEST))
                .set(in(ATTEMPTS), attempt)
                .set(in(STEP_AT), now)
                .remove(in(COMMAND_ID), in(COMMAND_UNTIL), in(HELD_UP_AT));
    }

    /** An operator's request is met by the rotation under way. */
    public static Update joined(Host host, RenewalDue due) {
        return readmitting(during(host, host.rotation().orElseThrow().id()), host, due)
                .set(in(REQUESTED_AT), due.cause().at());
    }

    /** An operator's request waits for the rotation under way to end. */
    public static Update remembered(Host host, RenewalDue due, Instant requestedAt) {
        return readmitting(during(host, host.rotation().orElseThrow().id()), host, due)
                .set(ROTATE_AGAIN, requestedAt);
    }

    /** Holds while the row is as it was read; remembers the key of a rotation that is closed by this write. */
    private static Update unclaimed(Host host) {
        // A copy of the message may have begun and ended the rotation since the row was read.
        Update update = host.ifStill().whenAsRead(ENABLED).when(LAST_ROTATION, host.lastRotation());
        if (host.rotation().isEmpty()) {
            return update.whenAbsent(ROTATION)
                    .add(
                            ORPHANED_KEYS,
                            host.brokenRotation().flatMap(BrokenRotation::keyDigest).stream()
                                    .toList());
        }
        Rotation closed = host.rotation().get();
        return update.when(in(ID), closed.id())
                .when(in(STEP), closed.step().word())
                .when(in(KEY_DIGEST), closed.keyDigest())
                .when(in(ATTEMPTS), closed.attempts())
                .add(
                        ORPHANED_KEYS,
                        OrphanedKey.of(closed).map(OrphanedKey::member).stream().toList());
    }

    /** A revocation that was asked for before, and is handled later, finds that the host was let in again since. */
    private static Update readmitting(Update update, Host host, RenewalDue due) {
        boolean older = host.readmittedAt().filter(due.cause().at()::isBefore).isPresent();
        return due.cause().readmit() && !older
                ? update.set(READMITTED_AT, due.cause().at())
                : update;
    }

    // --- sent to the host
    // -----------------------------------------------------------------------------------------------

    /** Systems Manager has taken the command of this attempt. */
    public static Update sent(
            String hostId, String rotationId, Step step, int attempt, String commandId, Instant until) {
        return Update.of(hostId)
                .when(in(ID), rotationId)
                .when(in(STEP), step.word())
                .when(in(ATTEMPTS), attempt)
                .set(in(COMMAND_ID), commandId)
                .set(in(COMMAND_UNTIL), until)
                .remove(in(HELD_UP_AT));
    }

    /** The current command did not reach the host, or none could be sent. */
    public static Update unreachable(Host host, Rotation rotation, Instant since, String why, boolean isNotified) {
        Update update = during(host, rotation.id(), rotation.step())
                .when(in(COMMAND_ID), rotation.commandId())
                .set(STATE, HostState.OFFLINE.word())
                .set(LAST_ERROR, why);
        if (host.failed().offlineSince().isEmpty()) {
            update.set(OFFLINE_SINCE, since);
        }
        return isNotified ? update.whenAbsent(NOTIFIED_OFFLINE).set(NOTIFIED_OFFLINE, 1) : update;
    }

    /** The script was broken off: so often in a row, this command counted once. */
    public static Update interrupted(Host host, Rotation rotation, String commandId, int count, String why) {
        return during(host, rotation.id(), rotation.step())
                .when(in(COMMAND_ID), commandId)
                .set(in(INTERRUPTIONS), count)
                .set(in(INTERRUPTED_BY), commandId)
                .set(LAST_ERROR, why);
    }

    /** The script ran to its end: earlier interruptions are not in a row with later ones. */
    public static Update uninterrupted(Host host, Rotation rotation) {
        return during(host, rotation.id(), rotation.step()).remove(in(INTERRUPTIONS), in(INTERRUPTED_BY));
    }

    /** AWS refuses what the step needs, for every host alike: the next sweep asks again. */
    public static Update heldUp(Host host, Rotation rotation, String why, Instant now) {
        return during(host, rotation.id(), rotation.step())
                .when(in(COMMAND_ID), rotation.commandId())
                .set(LAST_ERROR, LastError.of(why))
                .set(in(HELD_UP_AT), now);
    }

    // --- signed by the CA
    // -----------------------------------------------------------------------------------------------

    /** The CA will be asked to sign this key; the one request {@code requestId} may take that back. */
    public static Update askedCa(Host host, Rotation rotation, String keyDigest, String requestId, Instant now) {
        Update update = during(host, rotation.id(), Step.CSR_REQUESTED)
                .whenAsRead(ENABLED)
                .whenAbsent(in(KEY_DIGEST))
                .set(in(KEY_DIGEST), keyDigest)
                .set(in(ISSUE_REQUEST_ID), requestId)
                .set(in(STEP_AT), now)
                .remove(in(HELD_UP_AT));
        if (host.state() == HostState.OFFLINE) {
            // It has just answered.
            update.set(STATE, (host.certificateEnd().isPresent() ? HostState.ACTIVE : HostState.NEW).word());
        }
        return update;
    }

    /** The CA will be asked once more: from now on nobody takes the first request back. */
    public static Update askedCaAgain(Host host, Rotation rotation, String requestId) {
        return during(host, rotation.id(), Step.CSR_REQUESTED)
                .when(in(ISSUE_REQUEST_ID), requestId)
                .remove(in(ISSUE_REQUEST_ID));
    }

    /** The CA has refused, and nothing was issued. */
    public static Update takenBack(Host host, Rotation rotation, String requestId) {
        return during(host, rotation.id(), Step.CSR_REQUESTED)
                .when(in(ISSUE_REQUEST_ID), requestId)
                .remove(in(KEY_DIGEST), in(ISSUE_REQUEST_ID));
    }

    /** The CA has named the certificate that it issues, because it was asked at this time. */
    public static Update issued(Host host, Rotation rotation, UnexpiredCertificate certificate, Instant askedAt) {
        return during(host, rotation.id(), Step.CSR_REQUESTED)
                .whenAbsent(in(CERTIFICATE_ARN))
                .set(in(STEP), Step.ISSUED.word())
                .set(in(STEP_AT), askedAt)
                .set(in(CERTIFICATE_ARN), certificate.certificateArn())
                .append(UNEXPIRED, certificate.attribute());
    }

    // --- installed by the deployer
    // --------------------------------------------------------------------------------------

    /** The certificate will be sent to the host. */
    public static Update installing(
            Host host,
            Rotation rotation,
            int attempt,
            UnexpiredCertificate certificate,
            Instant notBefore,
            Instant now) {
        Update update = during(host, rotation.id(), rotation.step())
                .whenAsRead(ENABLED)
                .when(in(ATTEMPTS), rotation.attempts())
                .when(in(CERTIFICATE_ARN), rotation.certificateArn())
                .set(in(STEP), Step.INSTALLING.word())
                .set(in(STEP_AT), now)
                .set(in(ATTEMPTS), attempt)
                .set(in(CERTIFICATE_ARN), certificate.certificateArn())
                .set(in(SERIAL), certificate.serial().hex())
                .set(in(NOT_BEFORE), notBefore)
                .set(in(NOT_AFTER), certificate.notAfter())
                .remove(in(COMMAND_ID), in(COMMAND_UNTIL), in(PAUSED), in(HELD_UP_AT));
        return rotation.certificateArn().isEmpty() ? update.append(UNEXPIRED, certificate.attribute()) : update;
    }

    /** The certificate is not what was asked for: it is to be revoked, and is not the host's own. */
    public static Update mismatched(Host host, Rotation rotation, Serial serial) {
        return during(host, rotation.id(), rotation.step()).add(REVOKED_SERIALS, List.of(serial.hex()));
    }

    /** The host could not prove the certificate now. */
    public static Update postponed(Host host, Rotation rotation, Instant now) {
        return during(host, rotation.id(), rotation.step())
                .whenAbsent(in(POSTPONED_SINCE))
                .set(in(POSTPONED_SINCE), now);
    }

    /** That lasts: the operators are notified. */
    public static Update postponedForLong(Host host, Rotation rotation, String why) {
        return during(host, rotation.id(), rotation.step())
                .whenAbsent(in(NOTIFIED_POSTPONED))
                .set(in(NOTIFIED_POSTPONED), 1)
                .set(STATE, HostState.FAILED.word())
                .set(LAST_ERROR, LastError.of(why));
    }

    /** Only a new key helps: another rotation will take the place of this one. */
    public static Update needsNewKey(Host host, Rotation rotation, String why) {
        return Update.of(host.hostId())
                .when(in(ID), rotation.id())
                .when(in(STEP), rotation.step().word())
                .when(in(COMMAND_ID), rotation.commandId())
                .whenAbsent(NEEDS_NEW_KEY)
                .set(NEEDS_NEW_KEY, rotation.id())
                .set(LAST_ERROR, LastError.of(why));
    }

    /** The installation failed: the certificate is kept, and installed again after the back-off. */
    public static Update paused(Host host, Rotation rotation, String why, Instant retryAt) {
        return failed(during(host, rotation.id(), rotation.step()), host, why, retryAt)
                // One answer delivered twice is one failure.
                .when(in(COMMAND_ID), rotation.commandId())
                .whenAbsent(in(PAUSED))
                .set(in(PAUSED), 1)
                .remove(in(POSTPONED_SINCE));
    }

    /**
     * The host works with the certificate.
     *
     * @param unexpired what is still listed
     * @param forgotten revoked serials that are listed nowhere any more
     */
    public static Update finished(
            Host host,
            Rotation.Installing rotation,
            Collection<UnexpiredCertificate> unexpired,
            Collection<Serial> forgotten,
            Instant now) {
        List<String> over = forgotten.stream().map(Serial::hex).toList();
        return during(host, rotation.id(), Step.INSTALLING)
                .delete(REVOKED_SERIALS, over)
                .delete(REVOKED_AT_CA, over)
                .delete(
                        ORPHANED_KEYS,
                        host.orphanedKeys().stream()
                                .filter(lost -> lost.isOver(now))
                                .map(OrphanedKey::member)
                                .toList())
                .whenSize(UNEXPIRED, host.unexpired().size())
                .set(STATE, HostState.ACTIVE.word())
                .set(SERIAL, rotation.certificate().serial().hex())
                .set(NOT_BEFORE, rotation.certificate().notBefore())
                .set(EXPIRY, rotation.certificate().notAfter())
                .set(CERTIFICATE_ARN, rotation.certificate().arn())
                .set(ROTATED_AT, rotation.startedAt())
                .set(UNEXPIRED, HostItem.unexpired(host, unexpired))
                .set(LAST_ROTATION, rotation.id())
                .remove(
                        ROTATION,
                        LAST_ERROR,
                        FAILURES,
                        RETRY_AT,
                        TRIED_WITHOUT_EXPIRY,
                        WARNING,
                        WARNED_AT,
                        OFFLINE_SINCE,
                        NOTIFIED_OFFLINE,
                        NEEDS_NEW_KEY);
    }

    // --- given up
    // -------------------------------------------------------------------------------------------------------

    /** The rotation has no certificate to keep, and ends. */
    public static Update ended(Host host, Rotation rotation, String why, Instant retryAt) {
        return failed(during(host, rotation.id(), rotation.step()), host, why, retryAt)
                .set(LAST_ROTATION, rotation.id())
                .remove(ROTATION)
                .add(
                        ORPHANED_KEYS,
                        OrphanedKey.of(rotation).map(OrphanedKey::member).stream()
                                .toList());
    }

    /** Another failure for good of this host, beside what the update says already. */
    public static Update failed(Update update, Host host, String why, Instant retryAt) {
        update.set(STATE, HostState.FAILED.word())
                .set(LAST_ERROR, LastError.of(why))
                .add(FAILURES, 1)
                .set(RETRY_AT, retryAt);
        return host.isWithoutExpiry() ? update.set(TRIED_WITHOUT_EXPIRY, 1) : update.remove(TRIED_WITHOUT_EXPIRY);
    }

    /**
     * The host is revoked, and its rotation with it.
     *
     * @param revokedAt when that was asked for
     */
    static Update revoked(Update update, Host host, Instant revokedAt) {
        // A request that the rotation satisfies may be written into it meanwhile.
        revokedBefore(update, revokedAt)
                .when(
                        in(REQUESTED_AT),
                        host.rotation().flatMap(Rotation::requestedAt).map(Instant::toString))
                .remove(ROTATION, RETRY_AT);
        host.rotation().ifPresent(ended -> update.set(LAST_ROTATION, ended.id()));
        host.rotation().flatMap(OrphanedKey::of).ifPresent(lost -> update.add(ORPHANED_KEYS, List.of(lost.member())));
        host.brokenRotation()
                .flatMap(BrokenRotation::keyDigest)
                .ifPresent(key -> update.add(ORPHANED_KEYS, List.of(key)));
        if (host.isWithoutExpiry()) {
            // A row without expiry is due, also a revoked one: only an operator may make it so after the revocation.
            update.set(EXPIRY, revokedAt);
        }
        return update;
    }

    /** The host was revoked before the request for its rotation, which goes on. */
    static Update revokedBefore(Update update, Instant revokedAt) {
        return update.set(STATE, HostState.REVOKED.word()).set(REVOKED_AT, revokedAt);
    }

    private static Update during(Host host, String rotationId, Step step) {
        return during(host, rotationId).when(in(STEP), step.word());
    }

    private static Update during(Host host, String rotationId) {
        return host.update().when(in(ID), rotationId);
    }
}
