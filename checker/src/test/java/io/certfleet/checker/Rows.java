package io.certfleet.checker;

import io.certfleet.message.Serial;
import io.certfleet.rotation.BrokenRotation;
import io.certfleet.rotation.Host;
import io.certfleet.rotation.HostSettings;
import io.certfleet.rotation.HostState;
import io.certfleet.rotation.Rotation;
import io.certfleet.rotation.Step;
import io.certfleet.table.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rows as the tests need them, each made from the plainest by what differs. */
final class Rows {
    static final String HOST = "mi-0123456789abcdef0";
    static final Serial SERIAL = new Serial("0a1b");
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    String hostId = HOST;
    boolean enabled = true;
    HostState state = HostState.NEW;
    Optional<Serial> serial = Optional.empty();
    Optional<Instant> notBefore = Optional.empty();
    Optional<Instant> expiry = Optional.empty();
    Optional<Instant> retryAt = Optional.empty();
    Optional<Instant> revokedAt = Optional.empty();
    Optional<Instant> readmittedAt = Optional.empty();
    Optional<Instant> rotateAgain = Optional.empty();
    Optional<String> needsNewKey = Optional.empty();
    Optional<Rotation> rotation = Optional.empty();
    Optional<BrokenRotation> brokenRotation = Optional.empty();

    static Host host(Consumer<Rows> change) {
        Rows row = new Rows();
        change.accept(row);
        return row.host();
    }

    /** A host with a certificate. */
    static Host active(Instant notBefore, Instant expiry, Consumer<Rows> change) {
        return host(row -> {
            row.state = HostState.ACTIVE;
            row.serial = Optional.of(SERIAL);
            row.notBefore = Optional.of(notBefore);
            row.expiry = Optional.of(expiry);
            change.accept(row);
        });
    }

    private Host host() {
        return new Host(
                hostId,
                Map.of(),
                enabled,
                state,
                serial,
                expiry,
                notBefore,
                List.of(),
                Set.of(),
                Set.of(),
                0,
                retryAt,
                false,
                revokedAt,
                readmittedAt,
                rotateAgain,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                needsNewKey,
                Optional.empty(),
                rotation,
                brokenRotation,
                Reading.FAULTLESS);
    }

    /** A rotation that began and took its step at {@link #START}. */
    static Rotation rotation(Step step, int attempts, boolean command, boolean key, boolean paused) {
        return rotation(step, attempts, command, key, paused, START);
    }

    /** A rotation whose certificate was issued when it began, and has been sent to its host. */
    static Rotation installing(Instant startedAt, Instant stepAt, boolean paused, Optional<Instant> postponedSince) {
        Rotation plain = rotation(Step.INSTALLING, 0, true, true, paused, stepAt);
        return new Rotation(
                plain.id(),
                plain.step(),
                stepAt,
                plain.attempts(),
                startedAt,
                plain.reason(),
                plain.orderedAt(),
                plain.commandId(),
                plain.commandUntil(),
                plain.keyDigest(),
                plain.ask(),
                plain.certificateArn(),
                plain.settings(),
                plain.overrides(),
                plain.terms(),
                plain.serial(),
                Optional.of(startedAt),
                Optional.of(startedAt.plusSeconds(7 * 86_400)),
                paused,
                plain.interruptions(),
                plain.interruptedBy(),
                postponedSince,
                false,
                Optional.empty());
    }

    /** The same rotation, for which AWS has refused what it needs. */
    static Rotation heldUp(Rotation plain) {
        return new Rotation(
                plain.id(),
                plain.step(),
                plain.stepAt(),
                plain.attempts(),
                plain.startedAt(),
                plain.reason(),
                plain.orderedAt(),
                plain.commandId(),
                plain.commandUntil(),
                plain.keyDigest(),
                plain.ask(),
                plain.certificateArn(),
                plain.settings(),
                plain.overrides(),
                plain.terms(),
                plain.serial(),
                plain.notBefore(),
                plain.notAfter(),
                plain.paused(),
                plain.interruptions(),
                plain.interruptedBy(),
                plain.postponedSince(),
                plain.toldPostponed(),
                Optional.of(plain.stepAt()));
    }

    /** A rotation that began at {@link #START} and took its step at another time. */
    static Rotation rotation(Step step, int attempts, boolean command, boolean key, boolean paused, Instant stepAt) {
        boolean certificate = step != Step.CSR_REQUESTED;
        return new Rotation(
                "rotation-1",
                step,
                stepAt,
                attempts,
                START,
                "test",
                Optional.empty(),
                command ? Optional.of("command-1") : Optional.empty(),
                Optional.empty(),
                key || certificate ? Optional.of("key") : Optional.empty(),
                Optional.empty(),
                certificate ? Optional.of("arn") : Optional.empty(),
                new HostSettings(
                        "/etc/certfleet",
                        "/etc/certfleet",
                        "/etc/certfleet",
                        "/etc/certfleet",
                        "/usr/local/bin",
                        "EC_prime256v1",
                        "arn:aws:rolesanywhere:us-east-1:1:profile/p",
                        "arn:aws:iam::1:role/r",
                        "root",
                        Optional.empty(),
                        Optional.empty()),
                Optional.of(Map.of()),
                Optional.empty(),
                certificate ? Optional.of(SERIAL) : Optional.empty(),
                step == Step.INSTALLING ? Optional.of(START) : Optional.empty(),
                step == Step.INSTALLING ? Optional.of(START.plusSeconds(7 * 86_400)) : Optional.empty(),
                paused,
                0,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** The same whose command may be delivered or run until a time. */
    static Rotation sent(Rotation rotation, Optional<Instant> until) {
        return new Rotation(
                rotation.id(),
                rotation.step(),
                rotation.stepAt(),
                rotation.attempts(),
                rotation.startedAt(),
                rotation.reason(),
                rotation.orderedAt(),
                rotation.commandId(),
                until,
                rotation.keyDigest(),
                rotation.ask(),
                rotation.certificateArn(),
                rotation.settings(),
                rotation.overrides(),
                rotation.terms(),
                rotation.serial(),
                rotation.notBefore(),
                rotation.notAfter(),
                rotation.paused(),
                rotation.interruptions(),
                rotation.interruptedBy(),
                rotation.postponedSince(),
                rotation.toldPostponed(),
                rotation.heldUpAt());
    }
}
