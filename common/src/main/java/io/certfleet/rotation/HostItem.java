package io.certfleet.rotation;

import static io.certfleet.rotation.Names.*;

import io.certfleet.message.Serial;
import io.certfleet.table.Attributes;
import io.certfleet.table.Fault;
import io.certfleet.table.Lookalike;
import io.certfleet.table.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads a {@link Host} out of a DynamoDB item, also out of one that the original wrote. Whatever an operator or another
 * program has put into it, the host is read by what can be read: what cannot is a {@link Fault}, and never an absent attribute.
 */
public final class HostItem {
    private final Map<String, AttributeValue> row;
    private final Attributes item;

    private HostItem(Map<String, AttributeValue> row) {
        this.row = row;
        this.item = Attributes.of(row);
    }

    /** The host of this row. */
    public static Host host(Map<String, AttributeValue> row) {
        return new HostItem(row).host();
    }

    private Host host() {
        String hostId = item.text(HOST_ID).orElseThrow();
        Map<String, String> overrides = overrides();
        boolean enabled = item.isOn(ENABLED) && !isSwitchedOffByMistake();
        Optional<Serial> serial = item.serial(SERIAL);
        Optional<Instant> expiry = item.instant(EXPIRY);
        Set<Serial> revokedSerials = item.serials(REVOKED_SERIALS);
        Optional<Instant> revokedAt = item.instant(REVOKED_AT);
        Optional<Instant> readmittedAt = item.instant(READMITTED_AT);
        Optional<Instant> rotatedAt = item.instant(ROTATED_AT);
        RotationItem rotation = RotationItem.of(item);
        Set<OrphanedKey> orphanedKeys = new HashSet<>();
        item.strings(ORPHANED_KEYS).forEach(member -> orphanedKeys.add(OrphanedKey.read(member)));
        // Its certificate may turn up yet.
        rotation.broken()
                .flatMap(BrokenRotation::keyDigest)
                .ifPresent(digest -> orphanedKeys.add(new OrphanedKey(digest, Optional.empty())));
        HostState state = state(
                serial.isPresent() || expiry.isPresent(), isRevoked(serial, revokedSerials, revokedAt, rotatedAt));
        Optional<Instant> notBefore = item.instant(NOT_BEFORE);
        List<UnexpiredCertificate> unexpired = unexpired();
        int failures = item.number(FAILURES);
        Optional<Instant> retryAt = item.instant(RETRY_AT);
        boolean triedWithoutExpiry = item.mark(TRIED_WITHOUT_EXPIRY);
        Optional<Instant> rotateAgain = requestThatWaits(revokedAt);
        Optional<String> lastRotation = item.text(LAST_ROTATION);
        Optional<Instant> offlineSince = item.instant(OFFLINE_SINCE);
        boolean notifiedOffline = item.mark(NOTIFIED_OFFLINE);
        Optional<String> needsNewKey = item.text(NEEDS_NEW_KEY);
        Optional<String> notifiedHeld = item.text(NOTIFIED_HELD);
        return new Host(
                hostId,
                new Host.OwnSettings(enabled, overrides),
                new Host.HeldCertificate(state, serial, expiry, notBefore, unexpired, notifiedHeld),
                new Host.FailedAttempts(
                        failures, retryAt, triedWithoutExpiry, offlineSince, notifiedOffline, needsNewKey),
                new Host.RevocationState(revokedAt, readmittedAt, revokedSerials),
                new Host.Rotations(
                        rotation.rotation(), rotation.broken(), lastRotation, rotateAgain, rotatedAt, orphanedKeys),
                Reading.of(row, item));
    }

    /** Whoever writes {@code Enabled} means the switch, and to renew a host that was to be left alone cannot be undone. */
    private boolean isSwitchedOffByMistake() {
        List<String> off = row.keySet().stream()
                .filter(name -> !name.equals(ENABLED))
                .filter(name -> Lookalike.of(name, List.of(ENABLED)).isPresent())
                .filter(name -> !Attributes.isOn(row.get(name)))
                .sorted()
                .toList();
        off.forEach(name -> item.fault(name, "its name is probably meant to be enabled, so the host is left alone"));
        return !off.isEmpty();
    }

    private HostState state(boolean hasCertificate, boolean isRevoked) {
        Optional<String> word = item.text(STATE);
        Optional<HostState> written = word.flatMap(HostState::of);
        if (word.isPresent() && written.isEmpty()) {
            item.fault(STATE, "not a state of a host");
        }
        if (written.isPresent()) {
            return written.get();
        }
        if (isRevoked) {
            return HostState.REVOKED;
        }
        return hasCertificate ? HostState.ACTIVE : HostState.NEW;
    }

    /** What the rest of the row says where the state does not: revoked unless it is clear that it was let in again. */
    private boolean isRevoked(
            Optional<Serial> serial, Set<Serial> revoked, Optional<Instant> revokedAt, Optional<Instant> rotatedAt) {
        if (serial.filter(revoked::contains).isPresent()) {
            return true;
        }
        return item.isFaulty(REVOKED_AT)
                || revokedAt
                        .filter(at -> rotatedAt.filter(at::isBefore).isEmpty())
                        .isPresent();
    }

    /** A revocation leaves it in the row: whether it was asked for later is told by the times, so no write races another. */
    private Optional<Instant> requestThatWaits(Optional<Instant> revokedAt) {
        Optional<Instant> request = item.instant(ROTATE_AGAIN);
        return item.isFaulty(REVOKED_AT)
                ? Optional.empty()
                : request.filter(at -> revokedAt.map(at::isAfter).orElse(true));
    }

    private List<UnexpiredCertificate> unexpired() {
        List<UnexpiredCertificate> certificates = new ArrayList<>();
        for (Attributes entry : item.maps(UNEXPIRED)) {
            UnexpiredCertificate.read(entry).ifPresent(certificates::add);
        }
        return certificates;
    }

    private Map<String, String> overrides() {
        Map<String, String> overrides = new HashMap<>();
        for (String name : HostSettings.ATTRIBUTES) {
            // One of another type must fail as a setting, and by its own value.
            item.value(name)
                    .ifPresent(value -> overrides.put(name, item.text(name).orElseGet(() -> Fault.words(value))));
        }
        return overrides;
    }

    /** The list of unexpired certificates as exactly these, and those that could not be read: they may be good. */
    static AttributeValue unexpired(Host host, Collection<UnexpiredCertificate> certificates) {
        List<AttributeValue> unreadable = host.reading().isFaulty(UNEXPIRED)
                ? UnexpiredCertificate.faulty(
                        host.reading().row().get(UNEXPIRED).l())
                : List.of();
        return AttributeValue.fromL(Stream.concat(
                        certificates.stream()
                                .filter(UnexpiredCertificate::hasKnownEnd)
                                .map(UnexpiredCertificate::attribute),
                        unreadable.stream())
                .toList());
    }
}
