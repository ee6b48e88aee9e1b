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
 * One row of the inventory: of each group of its attributes what could be read.
 *
 * @param reading how the row was read
 */
public record Host(
        String hostId,
        OwnSettings own,
        HeldCertificate certificate,
        FailedAttempts failed,
        RevocationState revocation,
        Rotations rotations,
        Reading reading) {

    /**
     * What the operator has set.
     *
     * @param enabled false leaves the host alone
     * @param overrides the row's own settings, unchecked
     */
    public record OwnSettings(boolean enabled, Map<String, String> overrides) {
        /** Copies the map. */
        public OwnSettings {
            overrides = Map.copyOf(overrides);
        }
    }

    /**
     * The certificate that the host holds, and what else was issued for it.
     *
     * @param serial empty also if the row's text is not a serial
     * @param expiry its notAfter; empty also if it cannot be read
     * @param unexpired everything that was issued for the host and has not expired
     * @param notifiedHeld the serial that the host holds and nobody knows, of which the operators were notified
     */
    public record HeldCertificate(
            HostState state,
            Optional<Serial> serial,
            Optional<Instant> expiry,
            Optional<Instant> notBefore,
            List<UnexpiredCertificate> unexpired,
            Optional<String> notifiedHeld) {
        /** Copies the list. */
        public HeldCertificate {
            unexpired = List.copyOf(unexpired);
        }
    }

    /**
     * The attempts that did not succeed since the last success.
     *
     * @param failures how many failed for good
     * @param retryAt not before this time after a failure
     * @param triedWithoutExpiry whether the last failure came after the expiry was removed, and so answered that request
     * @param offlineSince the begin of the first rotation whose host was not reached
     * @param notifiedOffline whether the operators were notified that it cannot be reached
     * @param needsNewKey the first rotation to fail as only a new key can cure: another takes its place at once, and the next
     *     that fails so waits for the back-off
     */
    public record FailedAttempts(
            int failures,
            Optional<Instant> retryAt,
            boolean triedWithoutExpiry,
            Optional<Instant> offlineSince,
            boolean notifiedOffline,
            Optional<String> needsNewKey) {
        /** Of a host with which nothing went wrong. */
        public static final FailedAttempts NONE =
                new FailedAttempts(0, Optional.empty(), false, Optional.empty(), false, Optional.empty());
    }

    /**
     * Whether and when the host was revoked.
     *
     * @param readmittedAt when an operator last asked for a new certificate even if the host should be revoked
     * @param serials those of the unexpired certificates that are revoked
     */
    public record RevocationState(Optional<Instant> revokedAt, Optional<Instant> readmittedAt, Set<Serial> serials) {
        /** Copies the set. */
        public RevocationState {
            serials = Set.copyOf(serials);
        }
    }

    /**
     * The rotation under way, and what is known of others.
     *
     * @param broken the work under way, if it cannot be read; then there is no {@code current}
     * @param last the id of the rotation that ended last, well or not: a message that comes again begins it no more
     * @param again since when a request waits for the current rotation to end; empty if a revocation came after it
     * @param rotatedAt when the rotation that made the current key began
     * @param orphanedKeys keys that a closed rotation may have had signed without knowing the certificate
     */
    public record Rotations(
            Optional<Rotation> current,
            Optional<BrokenRotation> broken,
            Optional<String> last,
            Optional<Instant> again,
            Optional<Instant> rotatedAt,
            Set<OrphanedKey> orphanedKeys) {
        /** Copies the set. */
        public Rotations {
            orphanedKeys = Set.copyOf(orphanedKeys);
        }
    }

    /** Whether it is not left alone. */
    public boolean enabled() {
        return own.enabled();
    }

    /** The row's own settings, unchecked. */
    public Map<String, String> overrides() {
        return own.overrides();
    }

    /** What is to be said of its certificate. */
    public HostState state() {
        return certificate.state();
    }

    /** Of the certificate that it holds. */
    public Optional<Serial> serial() {
        return certificate.serial();
    }

    /** The end of that certificate. */
    public Optional<Instant> expiry() {
        return certificate.expiry();
    }

    /** The begin of that certificate. */
    public Optional<Instant> notBefore() {
        return certificate.notBefore();
    }

    /** Everything issued and not expired. */
    public List<UnexpiredCertificate> unexpired() {
        return certificate.unexpired();
    }

    /** Attempts that failed for good since the last success. */
    public int failures() {
        return failed.failures();
    }

    /** Not before this time after a failure. */
    public Optional<Instant> retryAt() {
        return failed.retryAt();
    }

    /** When its revocation was asked for. */
    public Optional<Instant> revokedAt() {
        return revocation.revokedAt();
    }

    /** When an operator last readmitted it. */
    public Optional<Instant> readmittedAt() {
        return revocation.readmittedAt();
    }

    /** Revoked certificates. */
    public Set<Serial> revokedSerials() {
        return revocation.serials();
    }

    /** The rotation under way. */
    public Optional<Rotation> rotation() {
        return rotations.current();
    }

    /** One under way that cannot be read. */
    public Optional<BrokenRotation> brokenRotation() {
        return rotations.broken();
    }

    /** The rotation that ended last. */
    public Optional<String> lastRotation() {
        return rotations.last();
    }

    /** A request that waits for the rotation under way. */
    public Optional<Instant> rotateAgain() {
        return rotations.again();
    }

    /** When the rotation that made the current key began. */
    public Optional<Instant> rotatedAt() {
        return rotations.rotatedAt();
    }

    /** Keys that may have been signed unknown to us. */
    public Set<OrphanedKey> orphanedKeys() {
        return rotations.orphanedKeys();
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
                .filter(attribute ->
                        !attribute.equals(Names.ROTATION) || brokenRotation().isPresent())
                .collect(Collectors.toSet());
        return Update.of(
                hostId,
                reading.row(),
                misread,
                Map.of(
                        Names.ORPHANED_KEYS,
                        orphanedKeys().stream().map(OrphanedKey::member).toList(),
                        Names.REVOKED_SERIALS,
                        revokedSerials().stream().map(Serial::hex).toList()));
    }

    /** Whether the row has no expiry: whoever removes it asks for a new certificate. One that cannot be read is not removed. */
    public boolean isWithoutExpiry() {
        return expiry().isEmpty() && !reading.isFaulty(Names.EXPIRY);
    }

    /** Whether a request waits whose time cannot be read. */
    public boolean isRequestUnreadable() {
        return reading.isFaulty(Names.ROTATE_AGAIN);
    }

    /** Whether the time of its revocation cannot be read. */
    public boolean isRevocationUnreadable() {
        return reading.isFaulty(Names.REVOKED_AT);
    }

    /** When the certificate that the host holds ends, also if its expiry was removed or cannot be read. */
    public Optional<Instant> certificateEnd() {
        return expiry().or(() -> unexpired().stream()
                .filter(issued -> serial().filter(issued.serial()::equals).isPresent())
                .filter(UnexpiredCertificate::hasKnownEnd)
                .map(UnexpiredCertificate::notAfter)
                .findFirst());
    }

    /**
     * Whether the row's own settings are others than those that the rotation under way was begun with: then another attempt
     * with those is not what the operator asks for.
     */
    public boolean isReconfigured() {
        return rotation().filter(rotation -> !rotation.isOf(overrides())).isPresent();
    }

    /** Whether an operator let the host in again after its revocation. */
    public boolean isReadmitted() {
        return readmittedAt()
                .filter(at -> revokedAt().map(at::isAfter).orElse(true))
                .isPresent();
    }

    /** Whether this rotation is the one under way. */
    public boolean isUnderWay(String rotationId) {
        return rotation().filter(rotation -> rotation.id().equals(rotationId)).isPresent();
    }

    /** Whether this rotation can never succeed, because only a new key helps. */
    public boolean onlyNewKeyHelps(String rotationId) {
        return failed.needsNewKey().filter(rotationId::equals).isPresent();
    }

    /** Whether a closed rotation may have had this key signed. */
    public boolean hasOrphaned(String keyDigest) {
        return orphanedKeys().stream().anyMatch(lost -> lost.digest().equals(keyDigest));
    }

    /** Whether this certificate was issued for the host with our knowledge. */
    public boolean knows(Serial asked) {
        return serial().filter(asked::equals).isPresent()
                || unexpired().stream().anyMatch(known -> known.serial().equals(asked));
    }
}
