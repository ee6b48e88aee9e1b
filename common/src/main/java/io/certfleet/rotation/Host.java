package io.certfleet.rotation;

import io.certfleet.message.Serial;
import io.certfleet.table.Fault;
import io.certfleet.table.Reading;
import io.certfleet.table.Update;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One row of the inventory.
 *
 * @param overrides the row's own settings, unchecked
 * @param enabled false leaves the host alone
 * @param serial of the certificate that the host holds; empty also if the row's text is not a serial
 * @param expiry notAfter of that certificate; empty also if it cannot be read
 * @param unexpired everything that was issued for the host and has not expired
 * @param revokedSerials those of them that are revoked
 * @param lostKeys keys that a closed rotation may have had signed without knowing the certificate
 * @param failures attempts that failed for good since the last success
 * @param retryAt not before this time after a failure
 * @param triedWithoutExpiry whether the last failure came after the expiry was removed, and so answered that order
 * @param readmittedAt when an operator last asked for a new certificate even if the host should be revoked
 * @param rotateAgain since when an order waits for the present rotation to end; empty if a revocation came after it
 * @param rotatedAt when the rotation that made the present key began
 * @param lastRotation the id of the rotation that ended last, well or not: a message that comes again begins it no more
 * @param offlineSince the begin of the first rotation, since the last success, whose host was not reached
 * @param toldOffline whether the operators were told that it cannot be reached
 * @param needsNewKey the rotation that was the first, since the last success, to fail as only a new key can cure: another takes
 *     its place at once, and the next that fails so waits for the back-off
 * @param toldHeld the serial that the host holds and nobody knows, of which the operators were told
 * @param brokenRotation the work under way, if it cannot be read; then there is no {@code rotation}
 * @param reading how the row was read
 */
public record Host(
        String hostId,
        Map<String, String> overrides,
        boolean enabled,
        HostState state,
        Optional<Serial> serial,
        Optional<Instant> expiry,
        Optional<Instant> notBefore,
        List<UnexpiredCertificate> unexpired,
        Set<Serial> revokedSerials,
        Set<LostKey> lostKeys,
        int failures,
        Optional<Instant> retryAt,
        boolean triedWithoutExpiry,
        Optional<Instant> revokedAt,
        Optional<Instant> readmittedAt,
        Optional<Instant> rotateAgain,
        Optional<Instant> rotatedAt,
        Optional<String> lastRotation,
        Optional<Instant> offlineSince,
        boolean toldOffline,
        Optional<String> needsNewKey,
        Optional<String> toldHeld,
        Optional<Rotation> rotation,
        Optional<BrokenRotation> brokenRotation,
        Reading reading) {

    /** Copies the collections. */
    public Host {
        overrides = Map.copyOf(overrides);
        unexpired = List.copyOf(unexpired);
        revokedSerials = Set.copyOf(revokedSerials);
        lostKeys = Set.copyOf(lostKeys);
    }

    /** A write that holds only while state and serial are what was read. */
    Update ifStill() {
        return update().whenAsRead(Names.STATE).whenAsRead(Names.SERIAL);
    }

    /** A write to the row that this host was read from. */
    Update update() {
        Set<String> misread = reading.faults().stream()
                .map(Fault::attribute)
                // A rotation that can be read has its faults in words for people.
                .filter(attribute -> !attribute.equals(Names.ROTATION) || brokenRotation.isPresent())
                .collect(Collectors.toSet());
        return Update.of(
                hostId,
                reading.row(),
                misread,
                Map.of(
                        Names.LOST_KEYS,
                        lostKeys.stream().map(LostKey::member).toList(),
                        Names.REVOKED_SERIALS,
                        revokedSerials.stream().map(Serial::hex).toList()));
    }

    /** Whether the row has no expiry: whoever removes it asks for a new certificate. One that cannot be read is not removed. */
    public boolean isWithoutExpiry() {
        return expiry.isEmpty() && !reading.isFaulty(Names.EXPIRY);
    }

    /** When the certificate that the host holds ends, also if its expiry was removed or cannot be read. */
    public Optional<Instant> certificateEnd() {
        return expiry.or(() -> unexpired.stream()
                .filter(certificate ->
                        serial.filter(certificate.serial()::equals).isPresent())
                .filter(UnexpiredCertificate::hasKnownEnd)
                .map(UnexpiredCertificate::notAfter)
                .findFirst());
    }

    /**
     * Whether the row's own settings are others than those that the rotation under way was begun with: then another attempt
     * with those is not what the operator asks for.
     */
    public boolean isReconfigured() {
        return rotation.filter(rotation -> !rotation.isOf(overrides)).isPresent();
    }

    /** Whether an operator let the host in again after its revocation. */
    public boolean isReadmitted() {
        return readmittedAt
                .filter(at -> revokedAt.map(at::isAfter).orElse(true))
                .isPresent();
    }

    /** Whether this rotation is the one under way. */
    public boolean isUnderWay(String rotationId) {
        return rotation.filter(rotation -> rotation.id().equals(rotationId)).isPresent();
    }

    /** Whether this rotation can never succeed, because only a new key helps. */
    public boolean onlyNewKeyHelps(String rotationId) {
        return needsNewKey.filter(rotationId::equals).isPresent();
    }

    /** Whether a closed rotation may have had this key signed. */
    public boolean hasLost(String keyDigest) {
        return lostKeys.stream().anyMatch(lost -> lost.digest().equals(keyDigest));
    }

    /** Whether this certificate was issued for the host with our knowledge. */
    public boolean knows(Serial certificate) {
        return serial.filter(certificate::equals).isPresent()
                || unexpired.stream().anyMatch(known -> known.serial().equals(certificate));
    }
}
