package io.certfleet.inventory;

import io.certfleet.message.Serial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads a {@link Host} out of a DynamoDB item, also out of one that the original wrote. Whatever an operator or another
 * program has put into it, the host is read by what can be read: what cannot is a {@link Fault}, and never an absent attribute.
 */
final class Item {
    private final Map<String, AttributeValue> row;
    private final Attributes item;

    private Item(Map<String, AttributeValue> row) {
        this.row = row;
        this.item = Attributes.of(row);
    }

    static Host host(Map<String, AttributeValue> row) {
        return new Item(row).host();
    }

    private Host host() {
        String hostId = item.text("hostID").orElseThrow();
        Map<String, String> overrides = overrides();
        boolean enabled = item.isOn("enabled") && !isSwitchedOffByMistake();
        Optional<Serial> serial = item.serial("serial");
        Optional<Instant> expiry = item.instant("expiry");
        Set<Serial> revokedSerials = item.serials("revokedSerials");
        Optional<Instant> revokedAt = item.instant("revokedAt");
        Optional<Instant> readmittedAt = item.instant("readmittedAt");
        Optional<Instant> rotatedAt = item.instant("rotatedAt");
        RotationItem rotation = RotationItem.of(item);
        Set<LostKey> lostKeys = new HashSet<>();
        item.strings("lostKeys").forEach(member -> lostKeys.add(LostKey.read(member)));
        // Its certificate may turn up yet.
        rotation.broken()
                .flatMap(BrokenRotation::keyDigest)
                .ifPresent(digest -> lostKeys.add(new LostKey(digest, Optional.empty())));
        HostState state = state(
                serial.isPresent() || expiry.isPresent(), isRevoked(serial, revokedSerials, revokedAt, rotatedAt));
        Optional<Instant> notBefore = item.instant("notBefore");
        List<UnexpiredCertificate> unexpired = unexpired();
        int failures = item.number("failures");
        Optional<Instant> retryAt = item.instant("retryAt");
        boolean triedWithoutExpiry = item.mark("triedWithoutExpiry");
        Optional<Instant> rotateAgain = orderThatWaits(revokedAt);
        Optional<String> lastRotation = item.text("lastRotation");
        Optional<Instant> offlineSince = item.instant("offlineSince");
        boolean toldOffline = item.mark("toldOffline");
        Optional<String> needsNewKey = item.text("needsNewKey");
        Optional<String> toldHeld = item.text("toldHeld");
        return new Host(
                hostId,
                overrides,
                enabled,
                state,
                serial,
                expiry,
                notBefore,
                unexpired,
                revokedSerials,
                lostKeys,
                failures,
                retryAt,
                triedWithoutExpiry,
                revokedAt,
                readmittedAt,
                rotateAgain,
                rotatedAt,
                lastRotation,
                offlineSince,
                toldOffline,
                needsNewKey,
                toldHeld,
                rotation.rotation(),
                rotation.broken(),
                Reading.of(row, item));
    }

    /** Whoever writes {@code Enabled} means the switch, and to renew a host that was to be left alone cannot be undone. */
    private boolean isSwitchedOffByMistake() {
        List<String> off = row.keySet().stream()
                .filter(name -> !name.equals("enabled"))
                .filter(name -> Lookalike.of(name, List.of("enabled")).isPresent())
                .filter(name -> !Attributes.isOn(row.get(name)))
                .sorted()
                .toList();
        off.forEach(name -> item.fault(name, "its name is probably meant to be enabled, so the host is left alone"));
        return !off.isEmpty();
    }

    private HostState state(boolean hasCertificate, boolean isRevoked) {
        Optional<String> word = item.text("state");
        Optional<HostState> written = word.flatMap(HostState::of);
        if (word.isPresent() && written.isEmpty()) {
            item.fault("state", "not a state of a host");
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
        return item.isFaulty("revokedAt")
                || revokedAt
                        .filter(at -> rotatedAt.filter(at::isBefore).isEmpty())
                        .isPresent();
    }

    /** A revocation leaves it in the row: whether it was asked for later is told by the times, so no write races another. */
    private Optional<Instant> orderThatWaits(Optional<Instant> revokedAt) {
        Optional<Instant> order = item.instant("rotateAgain");
        return item.isFaulty("revokedAt")
                ? Optional.empty()
                : order.filter(at -> revokedAt.map(at::isAfter).orElse(true));
    }

    private List<UnexpiredCertificate> unexpired() {
        List<UnexpiredCertificate> certificates = new ArrayList<>();
        for (Attributes entry : item.maps("unexpired")) {
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
}
